import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import { filterBehind } from '#lib/quality/rows-behind.ts';
import { type QualityMetric, type Series, seriesSchema } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type TestQuery, writeFeedback, writeLabels, writeQueries } from './write-rows.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  ctx = await ownerContext(stores);
});

const of = (series: Series, metric: QualityMetric) =>
  series.buckets.filter((point) => point.metric === metric);
const only = (series: Series, metric: QualityMetric) => {
  const points = of(series, metric);
  expect(points).toHaveLength(1);
  return points[0];
};
const DAY: Filter = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z', tz: 'UTC' };
const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`;

describe('answers', () => {
  const queries: TestQuery[] = [
    { id: '1', at: at(1), totalMs: 100, costUsd: 0.5 },
    { id: '2', at: at(1), totalMs: 200, costUsd: 0.25 },
    { id: '3', at: at(1), totalMs: 400 },
    { id: '4', at: at(1), error: 'generation' },
    { id: '5', at: at(1), error: 'other' },
    { id: '6', at: at(1) },
    { id: '7', at: at(1) },
    { id: '8', at: at(1) },
  ];
  const LABELS = [
    { id: '1', verdict: 'correct' },
    { id: '2', verdict: 'partly', failure: 'missing_knowledge' },
    { id: '3', verdict: 'wrong', failure: 'weak_reasoning' },
    { id: '6', verdict: 'disputed' },
    { id: '7', verdict: 'cannot_tell' },
  ];
  /** With another one drawn enough to be a sample; no rate of decided labels counts them. */
  const drawn: TestQuery[] = Array.from({ length: 29 }, (_, i) => ({ id: `drawn ${i}`, at: at(1) }));
  const drawnLabels = drawn.map(({ id }) => ({ id, verdict: 'cannot_tell', pi: 0.5 }));
  beforeEach(() => writeQueries(ctx, queries));

  test('labels, errors, feedback, latency and cost', async () => {
    await writeLabels(ctx, queries, LABELS);
    await writeFeedback(ctx, [
      { id: '1', user: 'x', score: 1 },
      { id: '1', user: 'y', score: -1 },
      { id: '2', user: 'x', score: -1 },
    ]);
    const series = seriesSchema.parse(await answerSeries(ctx, DAY, { bucket: 'day' }));
    const point = (metric: QualityMetric) => only(series, metric);
    for (const verdict of ['correct', 'partly', 'wrong', 'disputed', 'cannot_tell'] as const) {
      expect(point(verdict)).toMatchObject({ value: 1 / 5, n: 1, of: 5 });
    }
    expect(point('answer_good_rate')).toMatchObject({ value: 1 / 3, n: 1, of: 3 });
    expect(point('missing_knowledge')).toMatchObject({ value: 1 / 2, n: 1, of: 2 });
    expect(point('weak_reasoning')).toMatchObject({ value: 1 / 2, n: 1, of: 2 });
    expect(point('wrong_format')).toMatchObject({ value: 0, n: 0, of: 2 });
    expect(point('error_rate')).toMatchObject({ value: 2 / 8, n: 2, of: 8 });
    expect(point('error_retrieval')).toMatchObject({ value: 0, n: 0, of: 8 });
    expect(point('error_other')).toMatchObject({ value: 1 / 8, n: 1, of: 8 });
    // Query 1 has both thumbs.
    expect(point('feedback_up')).toMatchObject({ value: 1 / 2, n: 1, of: 2 });
    expect(point('feedback_down')).toMatchObject({ value: 1, n: 2, of: 2 });
    expect(point('total_p50_ms')).toMatchObject({ value: 200, n: 3, of: 8 });
    // Position 0.95 * 2 = 1.9 of 100, 200, 400.
    expect(point('total_p95_ms')?.value).toBeCloseTo(380, 9);
    expect(point('cost_usd_sum')).toMatchObject({ value: 0.75, n: 2, of: 8 });
    expect(point('cost_usd_per_query')).toMatchObject({ value: 0.375, n: 2, of: 8 });
    // No query says how many tokens it took: unknown, not zero.
    expect(point('tokens_input_sum')).toMatchObject({ value: null, n: 0, of: 8 });
    // No generation was timed: a gap.
    expect(of(series, 'generation_p50_ms')).toEqual([]);

    for (const one of series.buckets.filter(({ metric }) => !/_ms$|_usd|tokens/.test(metric))) {
      for (const part of ['n', 'of'] as const) {
        const rows = filterBehind(series, one, DAY, part);
        expect(await countQueries(ctx, rows ?? {}), `${one.metric} ${part}`).toBe(one[part]);
      }
    }
  });

  test('labels of a random sample are weighted by their inclusion probability', async () => {
    await writeLabels(ctx, queries, [
      { id: '1', verdict: 'correct', pi: 0.1 },
      { id: '2', verdict: 'wrong', failure: 'unclear', pi: 0.5 },
      { id: '3', verdict: 'wrong', failure: 'unclear', pi: 0.5 },
    ]);
    const series = await answerSeries(ctx, DAY, { bucket: 'day' });
    // Weights 10, 2, 2.
    expect(only(series, 'answer_good_rate')?.value).toBeCloseTo(10 / 14, 12);
    expect(only(series, 'answer_good_rate')).toMatchObject({ n: 1, of: 3 });
    expect(series.metrics.find(({ metric }) => metric === 'correct')?.sample).toBe('random');
  });

  test('beside labels of a random sample, one without a probability counts and does not weigh', async () => {
    await writeQueries(ctx, drawn);
    await writeLabels(
      ctx,
      [...queries, ...drawn],
      [
        { id: '1', verdict: 'correct', pi: 0.1 },
        { id: '2', verdict: 'wrong', failure: 'unclear', pi: 0.5 },
        { id: '3', verdict: 'wrong', failure: 'weak_reasoning' },
        ...drawnLabels,
      ],
    );
    const series = seriesSchema.parse(await answerSeries(ctx, DAY, { bucket: 'day' }));
    expect(series.metrics.find(({ metric }) => metric === 'correct')?.sample).toBe('mixed');
    // Weights 10 and 2.
    const good = only(series, 'answer_good_rate');
    expect(good?.value).toBeCloseTo(10 / 12, 12);
    expect(good).toMatchObject({ n: 1, of: 3, weighted: { n: 1, of: 2 } });
    expect(only(series, 'weak_reasoning')).toMatchObject({
      value: 0,
      n: 1,
      of: 2,
      weighted: { n: 0, of: 1 },
    });
    for (const part of ['n', 'of'] as const) {
      const rows = good === undefined ? null : filterBehind(series, good, DAY, part);
      expect(await countQueries(ctx, rows ?? {})).toBe(good?.[part]);
    }
  });

  test('a point without any label of the random sample has counts and no value', async () => {
    await writeQueries(ctx, [...drawn, { id: 'later', at: at(5) }]);
    await writeLabels(
      ctx,
      [...queries, ...drawn, { id: 'later', at: at(5) }],
      [
        { id: '1', verdict: 'correct', pi: 0.1 },
        { id: 'later', verdict: 'wrong', failure: 'unclear' },
        ...drawnLabels,
      ],
    );
    const series = seriesSchema.parse(await answerSeries(ctx, DAY, { bucket: 'hour' }));
    expect(of(series, 'wrong').map(({ value, lower, n, of }) => [value, lower !== null, n, of])).toEqual([
      [0, true, 0, 30],
      [null, false, 1, 1],
    ]);
  });
});
