import { expect, it } from 'vitest';
import { METRIC_INFO } from '#lib/quality/metric-info.ts';
import type { QualityMetric, Sample, Series } from '#lib/quality/schema.ts';
import type { ChartDefinition } from '../../../app/(app)/[project]/_charts/chart-definition.ts';
import { chartOfSeries } from '../../../app/(app)/[project]/_charts/chart-of-series.ts';
import { textBelowTitle } from '../../../app/(app)/[project]/retrieval/chunk-text.ts';

/** What stands above a chart of one metric that rests on such labels. */
function words(metric: QualityMetric, sample: Sample | null) {
  const { kind, unit } = METRIC_INFO[metric];
  const series = {
    range: { from: '', to: '', tz: 'UTC', bucket: 'day' },
    k: 5,
    groupBy: null,
    groups: [],
    scoreGroups: [],
    metrics: [{ metric, kind, unit, sample }],
    spans: [],
    buckets: [],
  } satisfies Series;
  const chart: ChartDefinition = {
    id: 'a',
    title: 'A',
    measures: 'Share.',
    lines: [{ metric, label: 'A', slot: 0 }],
  };
  const { measures, caution } = chartOfSeries(series, chart, { project: 'p', filter: {}, markers: [] });
  return { measures, caution };
}

it('a rate of labels says that it is weighted, and on what it rests', () => {
  const weighted = 'Share. Weighted by how queries were drawn.';
  expect(words('wrong', 'random')).toEqual({ measures: weighted, caution: undefined });
  expect(words('wrong', 'mixed')).toEqual({ measures: weighted, caution: 'value from the random part only' });
  expect(words('wrong', 'not_random')).toEqual({ measures: 'Share.', caution: 'not a random sample' });
  expect(words('zero_hit_rate', null)).toEqual({ measures: 'Share.', caution: undefined });
});

it('a metric from grades is never weighted and does not say so', () => {
  for (const metric of ['hit_rate_at_k', 'mrr_at_k'] as const) {
    expect(words(metric, 'random')).toEqual({ measures: 'Share.', caution: undefined });
    expect(words(metric, 'mixed')).toEqual({ measures: 'Share.', caution: 'part is not a random sample' });
  }
});

it('a chunk that begins with its title does not repeat it', () => {
  expect(textBelowTitle({ title: 'Plans', text: 'Plans\n\nThere are two.' })).toBe('There are two.');
  expect(textBelowTitle({ title: 'Plans', text: 'There are two plans.' })).toBe('There are two plans.');
  expect(textBelowTitle({ title: '', text: ' As it is.' })).toBe(' As it is.');
});
