import { describe, expect, test } from 'vitest';
import { filterBehind, rowsBehind } from '#lib/quality/rows-behind.ts';
import { type Point, QUALITY_METRICS, type Series } from '#lib/quality/schema.ts';
import { filterSchema, splitSearchParams, toSearchParams } from '#lib/query-log/filter.ts';

const START = '2026-03-01T23:00:00.000Z';
const series: Series = {
  range: {
    from: '2026-03-02T08:00:00.000Z',
    to: '2026-03-04T00:00:00.000Z',
    tz: 'Europe/Berlin',
    bucket: 'day',
  },
  k: 10,
  groupBy: 'model',
  groups: [
    { group: '', label: '(none)', count: 1, filter: { model: [''] } },
    { group: 'other', label: 'other (300)', count: 9, filter: null },
  ],
  scoreGroups: [],
  metrics: [],
  spans: [{ start: START, from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T23:00:00.000Z', partial: true }],
  buckets: [],
};
const point = (
  metric: Point['metric'],
  group: string | null = '',
): Pick<Point, 'start' | 'group' | 'metric'> => ({
  start: START,
  group,
  metric,
});

test('every metric has a filter that the API understands', () => {
  for (const metric of QUALITY_METRICS) {
    for (const part of [rowsBehind(metric).n, rowsBehind(metric).of]) {
      expect(filterSchema.safeParse(part).success, metric).toBe(true);
    }
  }
});

describe('the filter of a point', () => {
  test('has the part of the bucket that lies in the range, the group and the k of the chart', () => {
    expect(filterBehind(series, point('wrong'), { environment: ['prod'] })).toEqual({
      environment: ['prod'],
      k: 10,
      model: [''],
      verdict: ['wrong'],
      from: '2026-03-02T08:00:00.000Z',
      to: '2026-03-02T23:00:00.000Z',
    });
  });

  test('keeps what the chart was already narrowed to', () => {
    const base = { verdict: ['wrong' as const, 'none' as const], error: ['any' as const] };
    expect(filterBehind(series, point('missing_knowledge'), base)).toMatchObject({ verdict: ['wrong'] });
    expect(filterBehind(series, point('error_generation'), base)).toMatchObject({ error: ['generation'] });
    expect(filterBehind(series, point('error_rate'), { error: ['none', 'other'] })).toMatchObject({
      error: ['other'],
    });
  });

  test('does not exist where nothing can be behind it, or the group cannot be named', () => {
    expect(filterBehind(series, point('correct'), { verdict: ['wrong'] })).toBeNull();
    expect(filterBehind(series, point('zero_hit_rate'), { zeroHit: false })).toBeNull();
    expect(filterBehind(series, point('wrong', 'other'), {})).toBeNull();
  });

  test('survives the way through a URL, the empty model included', () => {
    const filter = filterBehind(series, point('hit_rate_at_k'), { tz: 'Europe/Berlin' });
    const { filter: read } = splitSearchParams(toSearchParams(filter ?? {}));
    expect(filterSchema.parse(read)).toEqual(filter);
  });
});
