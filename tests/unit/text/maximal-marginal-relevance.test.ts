import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximalMarginalRelevance } from '#lib/text/maximal-marginal-relevance.ts';

const cosine = (a: number, b: number) => Math.cos(((a - b) * Math.PI) / 180);
/** Candidates as angles to the question. */
const choose = (angles: number[], lambda: number, k: number) =>
  maximalMarginalRelevance({
    relevance: angles.map((angle) => cosine(angle, 0)),
    similarity: (a, b) => cosine(angles[a] ?? 0, angles[b] ?? 0),
    lambda,
    k,
  });

describe('maximal marginal relevance', () => {
  // Published with LangChain: the second choice turns where lambda passes 0.26 / 0.71.
  it('prefers the further candidate below the turning point and the nearer one above it', () => {
    expect(choose([30, 45, 75], 25 / 71, 2)).toEqual([0, 2]);
    expect(choose([30, 45, 75], 27 / 71, 2)).toEqual([0, 1]);
  });

  it('is the order of relevance at lambda 1', () => {
    expect(choose([40, 10, 30, 20], 1, 4)).toEqual([1, 3, 2, 0]);
  });

  it('passes over an exact copy', () => {
    expect(choose([10, 10, 50], 0.3, 2)).toEqual([0, 2]);
  });

  it('looks at diversity alone at lambda 0, from the first', () => {
    expect(choose([10, 20, 90], 0, 2)).toEqual([0, 2]);
  });

  it('chooses all when k is larger, none of none', () => {
    expect(choose([10, 20], 0.5, 9)).toHaveLength(2);
    expect(choose([], 0.5, 3)).toEqual([]);
  });

  it('refuses a lambda outside 0 to 1', () => {
    expect(() => choose([10], 1.5, 1)).toThrow(RangeError);
    expect(() => choose([10], Number.NaN, 1)).toThrow(RangeError);
  });

  it('chooses what looking through all pairs again each time chooses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 180 }), { maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (angles, lambda) => {
          expect(choose(angles, lambda, 5)).toEqual(plainly(angles, lambda, 5));
        },
      ),
      { numRuns: 200 },
    );
  });
});

function plainly(angles: number[], lambda: number, k: number): number[] {
  const chosen: number[] = [];
  while (chosen.length < Math.min(k, angles.length)) {
    const scored = angles.flatMap((angle, place) => {
      if (chosen.includes(place)) return [];
      const near = chosen.map((other) => cosine(angle, angles[other] ?? 0));
      const nearest = near.length === 0 ? 0 : Math.max(...near);
      return [{ place, score: lambda * cosine(angle, 0) - (1 - lambda) * nearest }];
    });
    const best = scored.reduce((top, one) => (one.score > top.score ? one : top));
    chosen.push(best.place);
  }
  return chosen;
}
