import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { overviewSchema } from '#lib/quality/overview-schema.ts';
import { dimensionValues } from '#lib/quality/queries/dimension-values.ts';
import { labelProgress } from '#lib/quality/queries/label-progress.ts';
import { overview } from '#lib/quality/queries/overview.ts';
import { traffic } from '#lib/quality/queries/traffic.ts';
import { filterBehind } from '#lib/quality/rows-behind.ts';
import type { QualityMetric, Series } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { writeLabels, writeQueries } from './write-rows.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
const NOW = new Date('2026-03-10T12:30:00Z');
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  ctx = await ownerContext(stores, () => NOW);
});

const of = (series: Series, metric: QualityMetric) =>
  series.buckets.filter((point) => point.metric === metric);
const DAY: Filter = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z', tz: 'UTC' };
const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`;

describe('buckets', () => {
  test('the day on which clocks change is one bucket of 25 hours', async () => {
    await writeQueries(ctx, [
      { id: 'before', at: '2025-10-25T21:59:59.999Z' },
      { id: 'first', at: '2025-10-25T22:00:00.000Z' },
      { id: 'twice', at: '2025-10-26T00:30:00.000Z' },
      { id: 'again', at: '2025-10-26T01:30:00.000Z' },
      { id: 'last', at: '2025-10-26T22:59:59.999Z' },
      { id: 'after', at: '2025-10-26T23:00:00.000Z' },
    ]);
    const filter = { from: '2025-10-24T22:00:00.000Z', to: '2025-10-27T23:00:00.000Z', tz: 'Europe/Berlin' };
    const series = await traffic(ctx, filter, { bucket: 'day' });
    expect(of(series, 'queries').map(({ start, value }) => [start, value])).toEqual([
      ['2025-10-24T22:00:00.000Z', 1],
      ['2025-10-25T22:00:00.000Z', 4],
      ['2025-10-26T23:00:00.000Z', 1],
    ]);
  });

  test('edges of hour and month belong to what begins there', async () => {
    await writeQueries(ctx, [
      { id: '1', at: '2026-01-31T23:59:59.999Z' },
      { id: '2', at: '2026-02-01T00:00:00.000Z' },
      { id: '3', at: '2026-02-01T00:59:59.999Z' },
      { id: '4', at: '2026-02-01T01:00:00.000Z' },
    ]);
    const hours = await traffic(ctx, {
      from: '2026-01-31T23:00:00.000Z',
      to: '2026-02-01T01:00:00.000Z',
      tz: 'UTC',
    });
    expect(of(hours, 'queries').map(({ value }) => value)).toEqual([1, 2]);
    // In Kathmandu hours begin at a quarter past; the range begins within one.
    const kathmandu = await traffic(ctx, {
      from: '2026-01-31T23:30:00.000Z',
      to: '2026-02-01T01:15:00.000Z',
      tz: 'Asia/Kathmandu',
    });
    expect(of(kathmandu, 'queries').map(({ value, partial }) => [value, partial])).toEqual([
      [2, true],
      [2, false],
    ]);
    const months = await traffic(ctx, { tz: 'UTC' }, { bucket: 'month' });
    expect(of(months, 'queries').map(({ value }) => value)).toEqual([1, 3]);
  });

  test('an empty bucket is a zero for counts and a gap for averages; the unfinished one is marked', async () => {
    await writeQueries(ctx, [
      { id: '1', at: '2026-03-08T10:00:00.000Z', totalMs: 5 },
      { id: '2', at: '2026-03-10T10:00:00.000Z', totalMs: 7 },
    ]);
    const filter = { from: '2026-03-08T00:00:00.000Z', to: '2026-03-11T00:00:00.000Z', tz: 'UTC' };
    const series = await traffic(ctx, filter, { bucket: 'day' });
    expect(of(series, 'queries').map(({ value, partial }) => [value, partial])).toEqual([
      [1, false],
      [0, false],
      [1, true],
    ]);
    expect(of(series, 'total_p50_ms').map(({ value }) => value)).toEqual([5, 7]);
  });

  test('too fine a bucket is refused, and auto finds a coarser one', async () => {
    const filter = { from: '2020-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };
    await expect(traffic(ctx, filter, { bucket: 'hour' })).rejects.toMatchObject({
      kind: 'invalid',
      path: 'bucket',
    });
    expect((await traffic(ctx, filter)).range.bucket).toBe('week');
  });

  test('a project without queries has an empty chart', async () => {
    const answer = overviewSchema.parse(await overview(ctx, {}));
    expect(answer.traffic.buckets).toEqual([]);
    expect(answer).toMatchObject({
      totals: { queries: 0 },
      whatChanged: null,
      extent: { count: 0, first: null },
    });
  });
});

test('the six largest groups have a line, the rest is one', async () => {
  const counts: Record<string, number> = { a: 9, b: 8, c: 7, d: 6, e: 5, '': 4, g: 3, other: 20 };
  await writeQueries(
    ctx,
    Object.entries(counts).flatMap(([model, count]) =>
      Array.from({ length: count }, (_, i) => ({ id: `${model}${i}`, at: at(1), model })),
    ),
  );
  const series = await traffic(ctx, DAY, { bucket: 'day', groupBy: 'model' });
  expect(series.groups.map(({ label, count }) => [label, count])).toEqual([
    ['a', 9],
    ['b', 8],
    ['c', 7],
    ['d', 6],
    ['e', 5],
    ['(none)', 4],
    // g, and the model that is called so.
    ['other (2)', 23],
  ]);
  for (const point of of(series, 'queries')) {
    expect(await countQueries(ctx, filterBehind(series, point, DAY) ?? {}), point.group ?? '').toBe(point.n);
  }
  const values = await dimensionValues(ctx, { ...DAY, model: ['a'] });
  expect(values.dimensions.find(({ dimension }) => dimension === 'model')?.values[0]).toEqual({
    value: 'other',
    count: 20,
  });
});

test('label progress counts what was drawn at random and says what 50 more cost', async () => {
  const queries = Array.from({ length: 60 }, (_, i) => ({ id: `q${i}`, at: at(1) }));
  await writeQueries(ctx, queries);
  await writeLabels(ctx, queries, [
    { id: 'q1', verdict: 'correct', pi: 0.5 },
    { id: 'q2', verdict: 'correct' },
  ]);
  const progress = await labelProgress(ctx, DAY, queries.length);
  // 50 x 80 s = 66.7 min. Wilson's interval of 20 % at n = 50 reaches from 11.24 % to 33.04 %.
  expect(progress).toMatchObject({
    queries: 60,
    labelled: 2,
    randomLabelled: 1,
    offer: { sampleSize: 50, secondsPerLabel: 80, secondsAreAssumed: true, minutes: 67 },
  });
  expect(progress.offer.halfWidth).toBeCloseTo(0.109, 3);
  expect(progress.offer.text).toContain('assuming 80 s each');
});
