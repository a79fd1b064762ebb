import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '#lib/retrieval-metrics/known-value.ts';
import { rankingMetrics } from '#lib/retrieval-metrics/registry.ts';
import { cutoff, gradedRanking, rankingWithTruth } from './arbitrary-rankings.ts';

const { hit_rate, mrr, precision, ndcg, recall, map } = rankingMetrics;
const k = 5;

describe('what is known of a partly graded list', () => {
  it('hit rate is known as soon as one hit is relevant', () => {
    const value = evaluate(hit_rate, { grades: [null, 3, null], outside: [] }, { k });
    expect(value).toEqual({ measurable: true, lower: 1, upper: 1, known: true });
  });

  it('hit rate is open while none is relevant and one is ungraded', () => {
    const value = evaluate(hit_rate, { grades: [0, null, 1], outside: [] }, { k });
    expect(value).toEqual({ measurable: true, lower: 0, upper: 1, known: false });
  });

  it('reciprocal rank is known when everything above the first relevant hit is graded', () => {
    const graded = evaluate(mrr, { grades: [0, 2, null], outside: [] }, { k });
    expect(graded).toEqual({ measurable: true, lower: 0.5, upper: 0.5, known: true });

    const gap = evaluate(mrr, { grades: [null, 2, null], outside: [] }, { k });
    expect(gap).toEqual({ measurable: true, lower: 0.5, upper: 1, known: false });
  });

  it('precision needs every grade of the top k, and none below', () => {
    expect(evaluate(precision, { grades: [3, null], outside: [] }, { k })).toMatchObject({ known: false });
    expect(evaluate(precision, { grades: [3, null], outside: [] }, { k: 1 })).toMatchObject({
      known: true,
      lower: 1,
    });
  });

  it('orders the two fillings of nDCG, whose ideal changes with them', () => {
    // Irrelevant: 2 of 2. Relevant: (2 + 3/log2 3) of (3 + 2/log2 3).
    const value = evaluate(ndcg, { grades: [2, null], outside: [0] }, { k });
    expect(value).toMatchObject({ measurable: true, upper: 1, known: false });
    expect(value.measurable && value.lower).toBeCloseTo((2 + 3 / Math.log2(3)) / (3 + 2 / Math.log2(3)), 12);
  });

  it.each([recall, map, ndcg])(
    '$name is not measurable without judgements from outside the list',
    (metric) => {
      expect(evaluate(metric, { grades: [3, 0], outside: [] }, { k })).toEqual({ measurable: false });
      expect(evaluate(metric, { grades: [3, 0], outside: [0] }, { k })).toMatchObject({
        measurable: true,
        known: true,
      });
    },
  );

  it.each(Object.values(rankingMetrics))('$name of a query without hits is known and 0', (metric) => {
    for (const outside of [[], [3 as const]]) {
      expect(evaluate(metric, { grades: [], outside }, { k })).toEqual({
        measurable: true,
        lower: 0,
        upper: 0,
        known: true,
      });
    }
  });
});

describe('properties', () => {
  it.each([hit_rate, mrr, precision])('$name: the true value lies between the two fillings', (metric) => {
    fc.assert(
      fc.property(rankingWithTruth, cutoff, ({ ranking, truth }, at) => {
        const value = evaluate(metric, ranking, { k: at });
        expect(value.measurable).toBe(true);
        if (!value.measurable) return;
        const actual = metric.compute(truth, { k: at });
        expect(actual).toBeGreaterThanOrEqual(value.lower - 1e-12);
        expect(actual).toBeLessThanOrEqual(value.upper + 1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.values(rankingMetrics))('$name: a complete list is known at its value', (metric) => {
    fc.assert(
      fc.property(rankingWithTruth, cutoff, ({ truth }, at) => {
        const value = evaluate(metric, truth, { k: at });
        if (!value.measurable) return;
        const actual = metric.compute(truth, { k: at });
        expect(value).toEqual({ measurable: true, lower: actual, upper: actual, known: true });
      }),
    );
  });

  it.each(Object.values(rankingMetrics))('$name: the ends are ordered and known means equal', (metric) => {
    fc.assert(
      fc.property(gradedRanking, cutoff, (ranking, at) => {
        const value = evaluate(metric, ranking, { k: at });
        if (!value.measurable) return;
        expect(value.lower).toBeLessThanOrEqual(value.upper);
        expect(value.known).toBe(value.upper - value.lower <= 1e-12);
      }),
    );
  });
});

describe('the limit of two fillings', () => {
  // One relevant hit below two gaps can do worse than with both relevant: no enclosure is claimed here.
  it.each([ndcg, map])('$name of another filling can lie outside', (metric) => {
    const value = evaluate(metric, { grades: [3, null, null], outside: [0] }, { k });
    const actual = metric.compute({ grades: [3, 0, 3], outside: [0] }, { k });
    expect(value.measurable && actual < value.lower).toBe(true);
  });
});
