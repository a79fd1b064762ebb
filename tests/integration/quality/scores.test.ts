import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { addQueueItems } from '#lib/labelling/add-queue-items.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import { scoreSeries, scoreSeriesSchema } from '#lib/quality/queries/score-series.ts';
import type { QualityMetric } from '#lib/quality/schema.ts';
import { type Filter, filterSchema } from '#lib/query-log/filter.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { asPerson } from '../labelling/people.ts';
import { type TestQuery, writeGrades, writeLabels, writeQueries } from './write-rows.ts';
import { writeScores } from './write-scores.ts';

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

const RANGE: Filter = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-04T00:00:00.000Z', tz: 'UTC' };
const FIRST = '2026-03-02T00:00:00.000Z';
const SECOND = '2026-03-03T00:00:00.000Z';
const at = (day: 2 | 3) => `2026-03-0${day}T10:00:00.000Z`;

describe('answer scores over time', () => {
  const queries: TestQuery[] = [
    { id: '1', at: at(2) },
    { id: '2', at: at(2) },
    { id: '3', at: at(2) },
    { id: '4', at: at(3), model: 'other' },
  ];
  beforeEach(async () => {
    await writeQueries(ctx, queries);
    await writeScores(ctx, [
      { id: '1', name: 'faithfulness', source: 'judge', value: 0.2 },
      { id: '2', name: 'faithfulness', source: 'judge', value: 0.4 },
      // A newer version of the same judge: the query counts once, with what was said last.
      { id: '2', name: 'faithfulness', source: 'judge', value: 0.8, scorer: 'v2', version: 2 },
      { id: '1', name: 'faithfulness', source: 'code', value: 1 },
      { id: '4', name: 'faithfulness', source: 'judge', value: 0.9 },
      { id: '1', name: 'length', source: 'code', value: 120 },
      { id: '3', name: 'tone', source: 'person', label: 'rude' },
      { id: '3', name: 'faithfulness', source: 'judge', value: 0.1, hit: 'a' },
      { id: 'unknown', name: 'faithfulness', source: 'judge', value: 0.1 },
    ]);
  });

  test('means by name and source, never pooled, each query once, hits and labels apart', async () => {
    const series = scoreSeriesSchema.parse(await scoreSeries(ctx, RANGE, { bucket: 'day' }));
    expect(series.lines).toEqual([
      { name: 'faithfulness', source: 'code', n: 1 },
      { name: 'faithfulness', source: 'judge', n: 3 },
      { name: 'length', source: 'code', n: 1 },
    ]);
    const points = series.buckets.map(({ start, metric, group, value, n, of }) => [
      start,
      metric,
      group,
      value,
      n,
      of,
    ]);
    expect(points).toEqual([
      [FIRST, 'faithfulness', 'code', 1, 1, 3],
      [FIRST, 'faithfulness', 'judge', 0.5, 2, 3],
      [FIRST, 'length', 'code', 120, 1, 3],
      [SECOND, 'faithfulness', 'judge', 0.9, 1, 1],
    ]);
    const [, judged] = series.buckets;
    // Values 0.2 and 0.8: standard deviation 0.424, over the root of 2 gives 0.3.
    expect(judged?.lower).toBeCloseTo(0.5 - 1.959964 * 0.3, 5);
    expect(judged?.upper).toBeCloseTo(0.5 + 1.959964 * 0.3, 5);
    expect(series.buckets[0]).toMatchObject({ lower: null, upper: null });
  });

  test('one name alone, under a filter, and the rows behind a point', async () => {
    const series = await scoreSeries(
      ctx,
      { ...RANGE, model: ['other'] },
      { bucket: 'day', name: 'faithfulness' },
    );
    expect(series.buckets.map(({ start, value }) => [start, value])).toEqual([[SECOND, 0.9]]);
    const length = (await scoreSeries(ctx, RANGE, { name: 'length' })).lines;
    const behind = filterSchema.parse({ ...RANGE, score: { length: ['..'] } });
    expect(length).toEqual([{ name: 'length', source: 'code', n: await countQueries(ctx, behind) }]);
  });

  test('a project without scores has no lines', async () => {
    const fresh = await ownerContext(stores);
    expect(await scoreSeries(fresh, RANGE)).toMatchObject({ lines: [], buckets: [] });
  });
});

describe('relevance scores of judges', () => {
  const queries: TestQuery[] = [
    { id: 'found', at: at(2), hits: ['a', 'b'] },
    { id: 'second', at: at(2), hits: ['c', 'd'] },
    { id: 'missed', at: at(2), hits: ['e'] },
    { id: 'zero', at: at(2), hits: [] },
    { id: 'unseen', at: at(2), hits: ['f'] },
    { id: 'nothing', at: at(2), hits: ['g'] },
  ];
  const judge = (id: string, hit: string, value: number, more: object = {}) => ({
    id,
    hit,
    name: 'relevance',
    source: 'judge' as const,
    value,
    ...more,
  });
  beforeEach(async () => {
    await writeQueries(ctx, queries);
    await writeLabels(ctx, queries, [{ id: 'nothing', verdict: 'correct', nothingToFind: true }]);
  });

  async function valuesOf(...metrics: QualityMetric[]) {
    const series = await retrievalSeries(ctx, { ...RANGE, k: 1 }, { bucket: 'day' });
    return metrics.map((metric) => {
      const [point] = series.buckets.filter((one) => one.metric === metric);
      return point === undefined ? null : [point.value, point.n, point.of];
    });
  }

  test('are a series of their own beside people, with grades 0 to 3 as they are', async () => {
    await writeScores(ctx, [
      judge('found', 'a', 3),
      judge('found', 'b', 0),
      judge('second', 'c', 1),
      judge('second', 'd', 2),
      judge('missed', 'e', 0),
      judge('nothing', 'g', 3),
    ]);
    // k = 1: found 1, second 0 (its first is grade 1), missed 0, zero 0; "nothing to find" is out, "unseen" unknown.
    // The mean of the three looked at is 1/3, times the 4 of 5 queries that found something.
    expect(await valuesOf('hit_rate_at_k_judge', 'hit_rate_at_k')).toEqual([
      [expect.closeTo((1 / 3) * (4 / 5), 9), 4, 4],
      null,
    ]);
    await writeGrades(ctx, { found: { a: 0 } });
    expect(await valuesOf('hit_rate_at_k_judge', 'hit_rate_at_k')).toEqual([
      [expect.closeTo((1 / 3) * (4 / 5), 9), 4, 4],
      [0, 2, 2],
    ]);
  });

  test('0 to 1 where that version never gave more than 1: half and above is relevant', async () => {
    await writeScores(ctx, [
      judge('found', 'a', 1, { scorer: 'unit' }),
      judge('second', 'c', 0.5, { scorer: 'unit' }),
      judge('missed', 'e', 0.49, { scorer: 'unit' }),
      // Another version uses grades, where 1 is not relevant; it spoke of this query only.
      judge('unseen', 'f', 1, { scorer: 'grades' }),
      judge('gone', 'x', 3, { scorer: 'grades' }),
    ]);
    expect(await valuesOf('hit_rate_at_k_judge')).toEqual([[expect.closeTo((2 / 4) * (4 / 5), 9), 5, 5]]);
  });

  test('of several versions the last to speak counts; what is no grade leaves the hit ungraded', async () => {
    await writeScores(ctx, [
      judge('found', 'a', 0, { scorer: 'old', version: 1 }),
      judge('found', 'a', 3, { scorer: 'new', version: 2 }),
      judge('second', 'c', 2.5, { scorer: 'new', version: 2 }),
    ]);
    // Nobody looked at the first hit of "second" in a way that is a grade.
    expect(await valuesOf('hit_rate_at_k_judge')).toEqual([[expect.closeTo(4 / 5, 9), 2, 2]]);
  });

  test('people and programs are not judges, and without one there is no series, not even of zero hits', async () => {
    await writeScores(ctx, [
      { ...judge('found', 'a', 3), source: 'person' },
      { ...judge('second', 'c', 3), source: 'code' },
      { id: 'found', name: 'relevance', source: 'judge', value: 1 },
    ]);
    expect(await valuesOf('hit_rate_at_k_judge', 'mrr_at_k_judge', 'ndcg_at_k_judge')).toEqual([
      null,
      null,
      null,
    ]);
  });
});

test('a person sees nothing of what judges said of a query that they must judge unseen', async () => {
  await logQueries(ctx, { id: 'open', startedAt: at(2), question: 'q', hits: [{ id: 'a' }] });
  await writeScores(ctx, [
    { id: 'open', name: 'faithfulness', source: 'judge', value: 1 },
    { id: 'open', name: 'length', source: 'code', value: 1 },
    { id: 'open', name: 'relevance', source: 'judge', value: 3, hit: 'a' },
  ]);
  const reviewer = await asPerson(ctx, 'Ada');
  const seen = async () => {
    const retrieval = await retrievalSeries(reviewer, RANGE, { metrics: ['hit_rate_at_k_judge'] });
    const answers = await scoreSeries(reviewer, RANGE);
    return [answers.lines.map(({ name }) => name), retrieval.buckets.map(({ value }) => value)];
  };
  expect(await seen()).toEqual([['faithfulness', 'length'], [1]]);
  const queue = await createQueue(ctx, { name: 'all', filter: {}, size: 0 });
  await addQueueItems(ctx, { queueId: queue.id, queryIds: ['open'] });
  expect(await seen()).toEqual([['length'], []]);
});
