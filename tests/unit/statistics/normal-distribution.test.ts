import { describe, expect, it } from 'vitest';
import { normalUpperTail, twoSidedP } from '#lib/statistics/normal-distribution.ts';
import { Z_95 } from '#lib/statistics/wilson-interval.ts';

describe('upper tail of the normal distribution', () => {
  // SciPy 1.x, norm.sf
  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [2.99999, 0.0013499423507789977],
    [3, 0.0013498980316300933],
    [5, 2.866515718791933e-7],
    [10, 7.61985302416047e-24],
    [-1, 0.8413447460685429],
  ])('above %f', (x, expected) => {
    expect(Math.abs(normalUpperTail(x) / expected - 1)).toBeLessThan(1e-12);
  });

  it('is 5 % both ways at the 95 % quantile', () => {
    expect(twoSidedP(Z_95)).toBeCloseTo(0.05, 14);
    expect(twoSidedP(-Z_95)).toBeCloseTo(0.05, 14);
    expect(twoSidedP(0)).toBe(1);
  });
});
