import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { quadrant } from '#lib/quality/queries/quadrant.ts';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import { filterBehind, rowsBehind } from '#lib/quality/rows-behind.ts';
import { type QualityMetric, type Series, seriesSchema } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { wilsonInterval } from '#lib/statistics/wilson-interval.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type TestQuery, writeGrades, writeLabels, writeQueries } from './write-rows.ts';

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

describe('retrieval', () => {
  // k = 3. Questions and what people graded:
  //   g1  a:0 b:2 c:0      good   P 1/3  RR 1/2  HR 1
  //   g2  a:3 b:3 c:1      good   P 2/3  RR 1    HR 1
  //   b1  a:0 b:1 c:0      bad    P 0    RR 0    HR 0
  //   z1  no hits          bad    P 0    RR 0    HR 0
  //   p1  a:- b:2 c:0      good, rank of the first relevant unknown: RR in [1/2, 1], P in [1/3, 2/3]
  //   u1  a:0 b:- c:-      unknown: HR in [0, 1]
  //   u2  nothing graded   unknown, nobody looked
  //   n1  nothing to find, by a reviewer; zero hits
  //   n2  nothing to find, as expected by the query; a reviewer says there is: counts again, zero hits, bad
  //   n3  nothing to find, by a reviewer; one hit
  //   f1  retrieval failed
  //   x1  no retrieval
  const queries: TestQuery[] = [
    { id: 'g1', at: at(1), hits: ['a', 'b', 'c'], score: 0.9, retrievalMs: 10 },
    { id: 'g2', at: at(2), hits: ['a', 'b', 'c', 'd'], score: 0.5, retrievalMs: 20 },
    { id: 'b1', at: at(3), hits: ['a', 'b', 'c'], score: 0.1, retrievalMs: 30 },
    { id: 'z1', at: at(4), hits: [] },
    { id: 'p1', at: at(5), hits: ['a', 'b', 'c'] },
    { id: 'u1', at: at(6), hits: ['a', 'b', 'c'] },
    { id: 'u2', at: at(7), hits: ['a', 'b', 'c'] },
    { id: 'n1', at: at(8), hits: [] },
    { id: 'n2', at: at(9), hits: [], answerable: false },
    { id: 'n3', at: at(9), hits: ['a'] },
    { id: 'f1', at: at(10), hits: [], error: 'retrieval' },
    { id: 'x1', at: at(11), hits: null },
    { id: 'ask', at: at(12), hits: [], origin: 'ask' },
  ];
  const filter: Filter = { ...DAY, k: 3 };

  beforeEach(async () => {
    await writeQueries(ctx, queries);
    await writeLabels(ctx, queries, [
      { id: 'n1', verdict: 'correct', nothingToFind: true },
      { id: 'n3', verdict: 'cannot_tell', nothingToFind: true },
      { id: 'n2', verdict: 'wrong', failure: 'missing_knowledge', nothingToFind: false },
    ]);
    await writeGrades(ctx, {
      g1: { a: 0, b: 2, c: 0 },
      g2: { a: 3, b: 3, c: 1 },
      b1: { a: 0, b: 1, c: 0, elsewhere: 3 },
      p1: { b: 2, c: 0 },
      u1: { a: 0 },
    });
  });

  test('zero hits, hits and latency', async () => {
    const series = seriesSchema.parse(await retrievalSeries(ctx, filter, { bucket: 'day' }));
    // Ran: all twelve but f1 and x1 = 10; zero hits: z1, n1, n2.
    expect(only(series, 'zero_hit_rate')).toMatchObject({
      value: 3 / 10,
      n: 3,
      of: 10,
      display: 'grey',
      partial: false,
    });
    // Without n1 and n3: 8 left, z1 and n2 found nothing.
    expect(only(series, 'zero_hit_rate_answerable')).toMatchObject({ value: 2 / 8, n: 2, of: 8 });
    // (3 + 4 + 3 + 0 + 3 + 3 + 3 + 0 + 0 + 1) / 10
    expect(only(series, 'hits_per_query')?.value).toBeCloseTo(20 / 10, 12);
    expect(only(series, 'hits_per_query')).toMatchObject({ n: 10, of: 10 });
    expect(only(series, 'top_score')).toMatchObject({ value: 0.5, n: 3, of: 12 });
    expect(only(series, 'retrieval_p50_ms')).toMatchObject({ value: 20, n: 3, of: 12 });
    // Position 0.95 * 2 = 1.9 of 10, 20, 30.
    expect(only(series, 'retrieval_p95_ms')?.value).toBeCloseTo(29, 9);
  });

  test('metrics from grades: known of all, and the band', async () => {
    const series = await retrievalSeries(ctx, filter, { bucket: 'day' });
    // Good, bad and unknown: 8, of which z1 and n2 found nothing: 6/8 had hits. Nobody looked at u2.
    // Of those with hits known: g1, g2, p1 = 1; b1 = 0. With u1 at 0 and at 1: 3/5 and 4/5.
    const hitRate = only(series, 'hit_rate_at_k');
    expect(hitRate).toMatchObject({ n: 6, of: 7, notLookedAt: 1 });
    expect(hitRate?.value).toBeCloseTo((6 / 8) * (3 / 4), 12);
    expect(hitRate?.bandLower).toBeCloseTo((6 / 8) * (3 / 5), 12);
    expect(hitRate?.bandUpper).toBeCloseTo((6 / 8) * (4 / 5), 12);
    // Wilson's interval for 3 of 4 + 2 * 4/6 = 16/3.
    const wilson = wilsonInterval(9 / 16, 16 / 3);
    expect(hitRate?.lower).toBeCloseTo(wilson.lower, 12);
    expect(hitRate?.upper).toBeCloseTo(wilson.upper, 12);
    // Known: g1 1/2, g2 1, b1 0. p1 is not: 1/2 or 1. u1: 0, or 1/2 from rank 2.
    const mrr = only(series, 'mrr_at_k');
    expect(mrr?.value).toBeCloseTo((6 / 8) * (1.5 / 3), 12);
    expect(mrr).toMatchObject({ n: 5, of: 7, notLookedAt: 1 });
    expect(mrr?.bandLower).toBeCloseTo(((6 / 8) * (0.5 + 1 + 0.5)) / 5, 12);
    expect(mrr?.bandUpper).toBeCloseTo(((6 / 8) * (0.5 + 1 + 1 + 0.5)) / 5, 12);
    // Graded of shown in the top 3: 3 + 3 + 3 + 2 + 1 of 15: below 0.95, so precision is a band without a point.
    expect(only(series, 'judged_at_k')).toMatchObject({ value: 12 / 15, n: 5, of: 5, notLookedAt: 1 });
    const precision = only(series, 'precision_at_k');
    expect(precision?.value).toBeNull();
    // (1/3 + 2/3 + 0 + 1/3 + 0) / 5 and with ungraded hits relevant + 1/3 (p1) + 2/3 (u1).
    expect(precision?.lower).toBeCloseTo(((6 / 8) * (4 / 3)) / 5, 12);
    expect(precision?.upper).toBeCloseTo(((6 / 8) * (7 / 3)) / 5, 12);
    expect(series.metrics.find(({ metric }) => metric === 'hit_rate_at_k')?.sample).toBe('not_random');
  });

  test('zero hits do not swamp the few graded queries, and are no hit rate of their own', async () => {
    const many = await ownerContext(stores);
    const rows = Array.from(
      { length: 1000 },
      (_, i): TestQuery => ({
        id: `q${i}`,
        at: at(1),
        hits: i % 25 === 0 ? [] : ['a'],
      }),
    );
    await writeQueries(many, rows);
    const empty = await retrievalSeries(many, filter, { bucket: 'day', metrics: ['hit_rate_at_k'] });
    expect(of(empty, 'hit_rate_at_k')).toEqual([]);
    // 50 graded, of which 40 are relevant; 40 of 1000 found nothing.
    const graded = rows.filter(({ hits }) => hits?.length === 1).slice(0, 50);
    await writeGrades(many, Object.fromEntries(graded.map(({ id }, i) => [id, { a: i < 40 ? 3 : 0 }])));
    const hitRate = only(await retrievalSeries(many, filter, { bucket: 'day' }), 'hit_rate_at_k');
    expect(hitRate?.value).toBeCloseTo(0.8 * 0.96, 12);
    expect(hitRate).toMatchObject({ n: 90, of: 90, notLookedAt: 910 });
    // As wide as 50 gradings allow: Wilson at 50 / 0.96.
    expect(hitRate?.lower).toBeCloseTo(wilsonInterval(0.768, 50 / 0.96).lower, 9);
  });

  test('where all is graded precision has a point, and nDCG needs a judgement from outside the list', async () => {
    const graded: Filter = { ...filter, from: at(1), to: at(5) };
    const series = await retrievalSeries(ctx, graded, { bucket: 'day' });
    expect(only(series, 'precision_at_k')?.value).toBeCloseTo((1 / 3 + 2 / 3 + 0 + 0) / 4, 12);
    // Measurable: b1, whose best hit lies elsewhere, and z1. DCG of b1: 1 / log2(3); ideal 3 + 1 / log2(3).
    const gain = 1 / Math.log2(3);
    // Three of the four had hits.
    expect(only(series, 'ndcg_at_k')?.value).toBeCloseTo((3 / 4) * (gain / (3 + gain)), 12);
    expect(only(series, 'ndcg_at_k')).toMatchObject({ n: 2, of: 4 });
  });

  test('the quadrant has every count beside it', async () => {
    const answer = await quadrant(ctx, filter);
    const count = (cell: string) => answer.others.find((other) => other.cell === cell)?.n;
    // n2 is the only pair: bad retrieval, bad answer, no hit at all.
    expect(answer.cells.find(({ cell }) => cell === 'bad-bad')).toMatchObject({
      n: 1,
      zeroHit: 1,
      share: { value: 1 },
    });
    expect(answer).toMatchObject({ k: 3, total: 12, n: 1, sample: 'not_random' });
    expect(count('good-none')).toBe(3);
    expect(count('bad-none')).toBe(2);
    expect(count('unknown-none')).toBe(2);
    expect(count('nothing_to_find-good')).toBe(1);
    expect(count('nothing_to_find-none')).toBe(1);
    expect(count('failed-none')).toBe(1);
    expect(count('not_used-none')).toBe(1);
    for (const { cell, n } of [...answer.cells, ...answer.others]) {
      expect(await countQueries(ctx, { ...filter, cell: [cell] }), cell).toBe(n);
    }
  });

  test('a point opens its rows, and their number is the point', async () => {
    const series = await retrievalSeries(ctx, filter, { bucket: 'hour' });
    const metrics = ['zero_hit_rate', 'zero_hit_rate_answerable', 'hits_per_query', 'hit_rate_at_k'] as const;
    for (const point of metrics.flatMap((metric) => of(series, metric))) {
      for (const part of ['n', 'of'] as const) {
        if (part === 'of' && !rowsBehind(point.metric).ofIsExact) continue;
        const rows = filterBehind(series, point, filter, part);
        expect(rows).not.toBeNull();
        expect(await countQueries(ctx, rows ?? {}), `${point.metric} ${part} ${point.start}`).toBe(
          point[part],
        );
      }
    }
  });
});

test('scores of several kinds or retrievers are never pooled', async () => {
  await writeQueries(ctx, [
    { id: '1', at: at(1), score: 0.2, retriever: 'dense' },
    { id: '2', at: at(1), score: 0.4, retriever: 'dense' },
    { id: '3', at: at(1), score: 12, retriever: 'sparse' },
    { id: '4', at: at(1), score: 0.9, retriever: 'dense', scoreKind: 'distance' },
  ]);
  const series = await retrievalSeries(ctx, DAY, { bucket: 'day', metrics: ['top_score'] });
  expect(series.scoreGroups.map(({ group }) => group)).toEqual([
    'dense (similarity)',
    'dense (distance)',
    'sparse (similarity)',
  ]);
  expect(series.buckets.map(({ group, value, n }) => [group, value, n])).toEqual([
    ['dense (similarity)', expect.closeTo(0.3, 12), 2],
    ['dense (distance)', 0.9, 1],
    ['sparse (similarity)', 12, 1],
  ]);
});

test('what was expected is a series of its own; unlisted hits count as irrelevant', async () => {
  await writeQueries(ctx, [
    { id: '1', at: at(1), hits: ['a', 'b', 'c'], expectedIds: ['b', 'z'] }, // HR 1, RR 1/2, P@3 1/3
    { id: '2', at: at(1), hits: ['a', 'b', 'c'], expectedIds: ['y'] }, // 0, 0, 0
    { id: '3', at: at(1), hits: [], expectedIds: ['y'] }, // 0, 0, 0
    { id: '4', at: at(1), hits: ['a'], expectedIds: ['a'] }, // 1, 1, 1/3
    { id: '5', at: at(1), hits: ['a'], expectedIds: ['a'], answerable: false }, // nothing to find
    { id: '6', at: at(1), hits: ['a'], expectedIds: ['a'], error: 'retrieval' }, // failed
    { id: '7', at: at(1), hits: ['a'] }, // nothing expected
  ]);
  const series = await retrievalSeries(ctx, { ...DAY, k: 3 }, { bucket: 'day' });
  expect(only(series, 'hit_rate_at_k_expected')).toMatchObject({
    value: 2 / 4,
    n: 4,
    of: 4,
    bandLower: null,
  });
  expect(only(series, 'mrr_at_k_expected')?.value).toBeCloseTo(1.5 / 4, 12);
  expect(only(series, 'precision_at_k_expected')?.value).toBeCloseTo(2 / 3 / 4, 12);
  // What was expected is all that is relevant: 1 of 2, 0, 0, 1 of 1, though nothing outside the last list is named.
  expect(only(series, 'recall_at_k_expected')).toMatchObject({ value: 1.5 / 4, n: 4, of: 4 });
  expect(only(series, 'map_at_k_expected')?.value).toBeCloseTo((1 / 2 / 2 + 1) / 4, 12);
  // Nobody graded a hit: query 3, known without grading, says nothing of the four others.
  expect(of(series, 'hit_rate_at_k')).toEqual([]);
});
