import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GradedRanking } from '#lib/retrieval-metrics/graded-ranking.ts';
import { rankingMetrics } from '#lib/retrieval-metrics/registry.ts';
import { type RankingPattern, summariseMetric } from '#lib/retrieval-metrics/summarise-metric.ts';
import { cutoff, gradedRanking } from './arbitrary-rankings.ts';

const { hit_rate, mrr, precision, ndcg, recall } = rankingMetrics;
const k = 5;

function pattern(grades: GradedRanking['grades'], count = 1, outside: GradedRanking['outside'] = []) {
  return { ranking: { grades, outside }, count };
}

describe('a slice', () => {
  const slice = [
    pattern([3, null], 4), // hit rate known, 1
    pattern([0, 1], 2), // known, 0
    pattern([null, null], 3), // 0 or 1
    pattern([], 1), // zero hits: known, 0
  ];

  it('has the mean of its known queries, and a band over all', () => {
    expect(summariseMetric(hit_rate, slice, { k })).toEqual({
      value: 4 / 7,
      lower: 4 / 10,
      upper: 7 / 10,
      knownCount: 7,
      total: 10,
      notMeasurableCount: 0,
      judgedAtK: 8 / 18,
    });
  });

  it('has no point for precision while the top k is thinly judged', () => {
    const summary = summariseMetric(precision, slice, { k });
    expect(summary).toMatchObject({ value: null, knownCount: 3, total: 10 });
    expect(summary.lower).toBeCloseTo((4 * 0.2) / 10, 12);
    expect(summary.upper).toBeCloseTo((4 * 0.4 + 3 * 0.4) / 10, 12);
  });

  it('has a point for precision from 95 % judged', () => {
    const full = pattern([3, 0, 0, 0, 0], 3);
    const oneGap = pattern([3, 0, 0, 0, null], 1);
    expect(summariseMetric(precision, [full, oneGap], { k })).toMatchObject({
      judgedAtK: 0.95,
      value: expect.closeTo(0.2, 12),
    });

    const secondGap = pattern([3, 0, 0, null, null], 1);
    expect(summariseMetric(precision, [full, secondGap], { k })).toMatchObject({
      judgedAtK: 0.9,
      value: null,
    });
  });

  it('counts judged hits within k only', () => {
    expect(summariseMetric(precision, [pattern([3, null])], { k: 1 })).toMatchObject({
      judgedAtK: 1,
      value: 1,
    });
  });

  it('sets queries apart that nobody judged outside their own list', () => {
    const rows = [pattern([3, 0], 5), pattern([3, 0], 2, [3]), pattern([], 1)];
    expect(summariseMetric(recall, rows, { k })).toEqual({
      value: 1 / 3,
      lower: 1 / 3,
      upper: 1 / 3,
      knownCount: 3,
      total: 3,
      notMeasurableCount: 5,
      judgedAtK: 1,
    });
  });

  it('is empty, not 0, without queries', () => {
    expect(summariseMetric(mrr, [], { k })).toEqual({
      value: null,
      lower: null,
      upper: null,
      knownCount: 0,
      total: 0,
      notMeasurableCount: 0,
      judgedAtK: null,
    });
  });

  it('is 0 when every query found nothing', () => {
    expect(summariseMetric(ndcg, [pattern([], 7)], { k })).toMatchObject({
      value: 0,
      lower: 0,
      upper: 0,
      knownCount: 7,
    });
  });

  it('passes the threshold on', () => {
    expect(summariseMetric(hit_rate, [pattern([1])], { k, threshold: 1 }).value).toBe(1);
  });
});

describe('properties', () => {
  const rows: fc.Arbitrary<RankingPattern[]> = fc.array(
    fc.record({ ranking: gradedRanking, count: fc.integer({ min: 0, max: 4 }) }),
    { maxLength: 8 },
  );

  it.each(Object.values(rankingMetrics))('$name: a count is the same as repeating the row', (metric) => {
    fc.assert(
      fc.property(rows, cutoff, (patterns, at) => {
        const repeated = patterns.flatMap(({ ranking, count }) =>
          Array.from({ length: count }, () => ({ ranking, count: 1 })),
        );
        const [a, b] = [patterns, repeated].map((slice) => summariseMetric(metric, slice, { k: at }));
        expect(a?.knownCount).toBe(b?.knownCount);
        expect(a?.total).toBe(b?.total);
        expect(a?.notMeasurableCount).toBe(b?.notMeasurableCount);
        expect(a?.judgedAtK).toBe(b?.judgedAtK);
        for (const key of ['value', 'lower', 'upper'] as const) {
          expect(a?.[key] === null).toBe(b?.[key] === null);
          expect(a?.[key] ?? 0).toBeCloseTo(b?.[key] ?? 0, 12);
        }
      }),
    );
  });

  it.each(Object.values(rankingMetrics))('$name: nothing is lost between the counts', (metric) => {
    fc.assert(
      fc.property(rows, cutoff, (patterns, at) => {
        const summary = summariseMetric(metric, patterns, { k: at });
        const queries = patterns.reduce((sum, { count }) => sum + count, 0);
        expect(summary.total + summary.notMeasurableCount).toBe(queries);
        expect(summary.knownCount).toBeLessThanOrEqual(summary.total);
        expect(summary.lower ?? 0).toBeLessThanOrEqual(summary.upper ?? 0);
      }),
    );
  });
});
