import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecisionAtK } from '#lib/retrieval-metrics/average-precision-at-k.ts';
import { bprefAtK } from '#lib/retrieval-metrics/bpref-at-k.ts';
import type { Grade, JudgedRanking } from '#lib/retrieval-metrics/graded-ranking.ts';
import { hitRateAtK } from '#lib/retrieval-metrics/hit-rate-at-k.ts';
import { judgedAtK } from '#lib/retrieval-metrics/judged-at-k.ts';
import { ndcgAtK } from '#lib/retrieval-metrics/ndcg-at-k.ts';
import { precisionAtK } from '#lib/retrieval-metrics/precision-at-k.ts';
import { rPrecisionAtK } from '#lib/retrieval-metrics/r-precision-at-k.ts';
import {
  rankBiasedPrecisionAtK,
  rankBiasedResidualAtK,
} from '#lib/retrieval-metrics/rank-biased-precision-at-k.ts';
import { recallAtK } from '#lib/retrieval-metrics/recall-at-k.ts';
import { reciprocalRankAtK } from '#lib/retrieval-metrics/reciprocal-rank-at-k.ts';
import { rankingMetrics } from '#lib/retrieval-metrics/registry.ts';
import { cutoff, grade, gradedRanking } from './arbitrary-rankings.ts';

const WHOLE = Number.POSITIVE_INFINITY;

/** trec_eval counts unjudged documents as irrelevant, so its rankings have no gap. */
function ranking(grades: Grade[], outside: Grade[] = []): JudgedRanking {
  return { grades, outside };
}

describe('values computed by trec_eval', () => {
  // Judgements d1=2 d3=1 d5=0 d7=3 d9=0; the list is d1 d2 d3 d4 d5 d6, so d7 and d9 lie outside.
  const q1 = ranking([2, 0, 1, 0, 0, 0], [3, 0]);

  it.each([
    ['AP', averagePrecisionAtK(q1, { k: WHOLE, threshold: 1 }), 0.5556],
    ['AP, level 2', averagePrecisionAtK(q1, { k: WHOLE, threshold: 2 }), 0.5],
    ['P@1', precisionAtK(q1, { k: 1, threshold: 1 }), 1],
    ['P@3', precisionAtK(q1, { k: 3, threshold: 1 }), 0.6667],
    ['P@5', precisionAtK(q1, { k: 5, threshold: 1 }), 0.4],
    ['P@10', precisionAtK(q1, { k: 10, threshold: 1 }), 0.2],
    ['P@5, level 2', precisionAtK(q1, { k: 5, threshold: 2 }), 0.2],
    ['R@1', recallAtK(q1, { k: 1, threshold: 1 }), 0.3333],
    ['R@3', recallAtK(q1, { k: 3, threshold: 1 }), 0.6667],
    ['RR', reciprocalRankAtK(q1, { k: WHOLE, threshold: 1 }), 1],
    ['nDCG', ndcgAtK(q1, { k: WHOLE }), 0.525],
    ['nDCG@3', ndcgAtK(q1, { k: 3 }), 0.525],
    ['nDCG@5', ndcgAtK(q1, { k: 5 }), 0.525],
    ['nDCG@10', ndcgAtK(q1, { k: 10 }), 0.525],
    ['nDCG, exponential gain', ndcgAtK(q1, { k: WHOLE, gain: 'exponential' }), 0.3726],
  ])('%s of a partly judged list', (_name, value, expected) => {
    expect(value).toBeCloseTo(expected, 4);
  });

  it('agrees on the list with unjudged documents removed', () => {
    const condensed = ranking([2, 1, 0], [3, 0]);
    expect(averagePrecisionAtK(condensed, { k: WHOLE, threshold: 1 })).toBeCloseTo(0.6667, 4);
    expect(ndcgAtK(condensed, { k: WHOLE })).toBeCloseTo(0.5525, 4);
    expect(precisionAtK(condensed, { k: 5, threshold: 1 })).toBeCloseTo(0.4, 4);
  });

  it('agrees on a second list and on means with a query that has nothing relevant', () => {
    const q2 = ranking([1, 0, 1]);
    const q3 = ranking([0, 0], [0]);
    const all = [q1, q2, q3];
    const mean = (value: (r: JudgedRanking) => number) => all.reduce((sum, r) => sum + value(r), 0) / 3;

    expect(averagePrecisionAtK(q2, { k: WHOLE, threshold: 1 })).toBeCloseTo(0.8333, 4);
    expect(ndcgAtK(q2, { k: WHOLE })).toBeCloseTo(0.9197, 4);
    expect(mean((r) => averagePrecisionAtK(r, { k: WHOLE, threshold: 1 }))).toBeCloseTo(0.463, 4);
    expect(mean((r) => precisionAtK(r, { k: 5, threshold: 1 }))).toBeCloseTo(0.2667, 4);
    expect(mean((r) => ndcgAtK(r, { k: WHOLE }))).toBeCloseTo(0.4816, 4);
  });
});

describe('lists that are judged in part', () => {
  // As above with what nobody judged left open: d2, d4 and d6.
  const q1 = { grades: [2, null, 1, null, 0, null] as const, outside: [3, 0] as const };
  const at1 = { k: WHOLE, threshold: 1 } as const;

  it('bpref and R-precision as trec_eval', () => {
    expect(bprefAtK(q1, at1)).toBeCloseTo(2 / 3, 12);
    expect(bprefAtK(q1, { k: WHOLE, threshold: 2 })).toBeCloseTo(0.5, 12);
    expect(bprefAtK(ranking([1, 0, 1]), at1)).toBeCloseTo(0.5, 12);
    expect(rPrecisionAtK(ranking([2, 0, 1, 0, 0, 0], [3, 0]), at1)).toBeCloseTo(2 / 3, 12);
    expect(rPrecisionAtK(ranking([2, 1, 0], [3, 0]), at1)).toBeCloseTo(2 / 3, 12);
  });

  it('rank-biased precision and its residual', () => {
    const filled = ranking([2, 0, 1, 0, 0, 0]);
    expect(rankBiasedPrecisionAtK(filled, { ...at1, persistence: 0.8 })).toBeCloseTo(0.328, 9);
    // Ranks 2, 4 and 6, and everything from rank 7 on.
    const open = 0.2 * (0.8 + 0.8 ** 3 + 0.8 ** 5) + 0.8 ** 6;
    expect(rankBiasedResidualAtK(q1, { k: WHOLE, persistence: 0.8 })).toBeCloseTo(open, 12);
    expect(open).toBeCloseTo(0.5901, 4);
  });

  it('unjudged at k', () => {
    expect(1 - (judgedAtK(q1, 3) ?? 0)).toBeCloseTo(0.3333, 4);
    expect(1 - (judgedAtK(q1, 5) ?? 0)).toBeCloseTo(0.4, 12);
  });

  it('bpref as published with ranx', () => {
    const options = { k: WHOLE };
    expect(bprefAtK({ grades: [0, 2, null, 0], outside: [2] }, options)).toBeCloseTo(0.25, 12);
    expect(bprefAtK({ grades: [0, 2, null, null, 2, 0], outside: [] }, options)).toBeCloseTo(0.5, 12);
    expect(bprefAtK({ grades: [0, 2, null, null, 2, 0, 2, 0], outside: [] }, options)).toBeCloseTo(5 / 9, 12);
  });

  it.each([
    [0.5, 0.7661],
    [0.8, 0.4526],
    [0.95, 0.1881],
  ])('rank-biased precision of the published example at p = %s', (persistence, expected) => {
    const relevant = [1, 2, 6, 11, 17];
    const grades = Array.from({ length: 20 }, (_, i): Grade => (relevant.includes(i + 1) ? 2 : 0));
    expect(rankBiasedPrecisionAtK(ranking(grades), { k: WHOLE, persistence })).toBeCloseTo(expected, 4);
  });

  it('are passed over by bpref: gaps change nothing', () => {
    fc.assert(
      fc.property(gradedRanking, ({ grades, outside }) => {
        const condensed = { grades: grades.filter((one) => one !== null), outside };
        expect(bprefAtK({ grades, outside }, { k: WHOLE })).toBe(bprefAtK(condensed, { k: WHOLE }));
      }),
    );
  });

  it('have a residual that reaches from all irrelevant to all relevant', () => {
    fc.assert(
      fc.property(gradedRanking, cutoff, ({ grades, outside }, k) => {
        const fill = (value: Grade) => ({ grades: grades.map((one) => one ?? value), outside });
        const top = Math.min(k, grades.length);
        const width =
          rankBiasedPrecisionAtK(fill(3), { k }) - rankBiasedPrecisionAtK(fill(0), { k }) + 0.8 ** top;
        expect(rankBiasedResidualAtK({ grades, outside }, { k })).toBeCloseTo(width, 12);
      }),
    );
  });
});

describe('published examples', () => {
  it('the original discount over log2(i + 1): 3, 4.2619, 5.7619, ..., 8.3188', () => {
    const gains: Grade[] = [3, 2, 3, 0, 0, 1, 2, 2, 3, 0];
    const ideal = (k: number) =>
      [...gains]
        .sort((a, b) => b - a)
        .slice(0, k)
        .reduce<number>((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
    const dcg = (k: number) => ndcgAtK(ranking(gains), { k }) * ideal(k);
    expect(dcg(1)).toBeCloseTo(3, 9);
    expect(dcg(2)).toBeCloseTo(3 + 2 / Math.log2(3), 9);
    expect(dcg(2)).toBeCloseTo(4.2619, 4);
    expect(dcg(3)).toBeCloseTo(5.7619, 4);
    expect(dcg(10)).toBeCloseTo(8.3188, 4);
  });

  it('pytrec_eval: two queries', () => {
    const q1 = ranking([0, 0, 1]);
    const q2 = ranking([0, 1, 1]);
    expect(ndcgAtK(q1, { k: WHOLE })).toBeCloseTo(0.5, 10);
    expect(averagePrecisionAtK(q1, { k: WHOLE, threshold: 1 })).toBeCloseTo(1 / 3, 10);
    expect(ndcgAtK(q2, { k: WHOLE })).toBeCloseTo(0.6934264, 7);
    expect(averagePrecisionAtK(q2, { k: WHOLE, threshold: 1 })).toBeCloseTo(0.5833333, 7);
    expect(ndcgAtK(ranking([0, 1]), { k: WHOLE })).toBeCloseTo(0.6309297535714575, 12);
  });

  it('discounted cumulative gain of 3, 2, 3, 0, 1, 2 with 3 and 2 not retrieved', () => {
    const example = ranking([3, 2, 3, 0, 1, 2], [3, 2]);
    expect(ndcgAtK(example, { k: 6 })).toBeCloseTo(6.861127 / 8.740262, 6);
    expect(ndcgAtK(example, { k: 6 })).toBeCloseTo(0.785002, 6);
    expect(ndcgAtK(example, { k: WHOLE })).toBeCloseTo(0.7562, 4);
  });

  it('ir_measures: judged@k of D1 D3 D2 D4, of which only D3 is judged', () => {
    const list = { grades: [null, 1 as const, null, null], outside: [] };
    expect(judgedAtK(list, 1000)).toBe(1 / 4);
    expect(judgedAtK(list, 3)).toBe(1 / 3);
    expect(judgedAtK(list, 1)).toBe(0);
  });
});

describe('edges', () => {
  it('counts grade 2 and above by default', () => {
    expect(hitRateAtK(ranking([1, 1]), { k: 5 })).toBe(0);
    expect(hitRateAtK(ranking([1, 2]), { k: 5 })).toBe(1);
  });

  it('does not look below k', () => {
    const late = ranking([0, 0, 3]);
    expect(hitRateAtK(late, { k: 2 })).toBe(0);
    expect(reciprocalRankAtK(late, { k: 2 })).toBe(0);
    expect(reciprocalRankAtK(late, { k: 3 })).toBe(1 / 3);
    expect(averagePrecisionAtK(late, { k: 2 })).toBe(0);
    expect(recallAtK(late, { k: 2 })).toBe(0);
    expect(ndcgAtK(late, { k: 2 })).toBe(0);
  });

  it('pads a short list in precision and nowhere else', () => {
    expect(precisionAtK(ranking([3]), { k: 5 })).toBe(0.2);
    expect(recallAtK(ranking([3]), { k: 5 })).toBe(1);
    expect(judgedAtK(ranking([3]), 5)).toBe(1);
  });

  it('has no judged share without a hit', () => {
    expect(judgedAtK(ranking([]), 5)).toBeNull();
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the cutoff %s', (k) => {
    for (const metric of Object.values(rankingMetrics)) {
      expect(() => metric.compute(ranking([3], [3]), { k })).toThrow(RangeError);
    }
  });

  it('refuses precision without a cutoff', () => {
    expect(() => precisionAtK(ranking([3]), { k: WHOLE })).toThrow(RangeError);
  });
});

describe('properties of every metric in the registry', () => {
  it('is filed under its own id', () => {
    for (const [id, metric] of Object.entries(rankingMetrics)) expect(metric.id).toBe(id);
  });

  const judged = fc.record({
    grades: fc.array(grade, { maxLength: 10 }),
    outside: fc.array(grade, { maxLength: 5 }),
  });

  describe.each(Object.values(rankingMetrics))('$name', ({ compute }) => {
    it('lies between 0 and 1', () => {
      fc.assert(
        fc.property(judged, cutoff, (list, k) => {
          const value = compute(list, { k });
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }),
      );
    });

    it('is 0 without hits, whatever lies outside', () => {
      fc.assert(
        fc.property(fc.array(grade), cutoff, (outside, k) => {
          expect(compute({ grades: [], outside }, { k })).toBe(0);
        }),
      );
    });

    it('does not fall when a better hit moves up one place', () => {
      fc.assert(
        fc.property(judged, cutoff, fc.nat(), (list, k, at) => {
          fc.pre(list.grades.length >= 2);
          const i = at % (list.grades.length - 1);
          const [upper, lower] = list.grades.slice(i, i + 2);
          fc.pre(upper !== undefined && lower !== undefined && lower > upper);
          const swapped = list.grades.with(i, lower ?? 0).with(i + 1, upper ?? 0);
          const after = compute({ grades: swapped, outside: list.outside }, { k });
          expect(after).toBeGreaterThanOrEqual(compute(list, { k }) - 1e-12);
        }),
      );
    });
  });

  it('judged@k is a share', () => {
    fc.assert(
      fc.property(gradedRanking, cutoff, (list, k) => {
        const share = judgedAtK(list, k);
        expect(share === null).toBe(list.grades.length === 0);
        expect(share ?? 0).toBeGreaterThanOrEqual(0);
        expect(share ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});
