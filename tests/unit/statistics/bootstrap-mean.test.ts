import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '#lib/statistics/bootstrap-mean.ts';
import { quantileOfSorted } from '#lib/statistics/quantile.ts';

function independent(values: number[]) {
  return values.map((value, i) => ({ value, cluster: `q${i}` }));
}

describe('the mouse data of Efron and Tibshirani', () => {
  // The standard error of infinitely many resamples is known in closed form: s / sqrt(n), divisor n.
  it.each([
    ['treatment', [94, 197, 16, 38, 99, 141, 23], 86.857, 23.364],
    ['control', [52, 104, 146, 10, 51, 30, 40, 27, 46], 56.222, 13.349],
  ])('%s', (_name, values, mean, standardError) => {
    const result = bootstrapMean(independent(values), { resamples: 40_000 });
    expect(result.mean).toBeCloseTo(mean, 3);
    expect(Math.abs((result.standardError ?? 0) / standardError - 1)).toBeLessThan(0.02);
  });

  it('has percentile limits near those of all 27 resamples of three values', () => {
    // Of 1, 2, 6 one resample in 27 has mean 1 and one mean 6, each more than 2.5 % of all.
    const { interval, mean } = bootstrapMean(independent([1, 2, 6]), { resamples: 20_000 });
    expect(mean).toBe(3);
    expect(interval).toEqual({ lower: 1, upper: 6 });
  });
});

describe('clusters and weights', () => {
  const sessions = [0, 0, 0, 0, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5];

  it('is wider when values of a session go together', () => {
    const alone = bootstrapMean(independent(sessions)).standardError ?? 0;
    const together = bootstrapMean(sessions.map((value, i) => ({ value, cluster: `s${Math.floor(i / 4)}` })));
    expect(together.clusterCount).toBe(3);
    expect(together.standardError).toBeGreaterThan(1.7 * alone);
  });

  it('weighs', () => {
    const rows = [
      { value: 1, weight: 3, cluster: 'a' },
      { value: 0, weight: 1, cluster: 'b' },
    ];
    expect(bootstrapMean(rows).mean).toBe(0.75);
  });

  it('has no interval from one cluster and no mean from none', () => {
    expect(bootstrapMean([{ value: 4, cluster: 'a' }])).toEqual({
      mean: 4,
      interval: null,
      standardError: null,
      clusterCount: 1,
    });
    const nothing = { mean: null, interval: null, standardError: null, clusterCount: 0 };
    expect(bootstrapMean([])).toEqual(nothing);
    expect(bootstrapMean([{ value: 4, weight: 0, cluster: 'a' }])).toEqual(nothing);
  });

  it.each([
    { value: Number.NaN, cluster: 'a' },
    { value: 1, weight: -1, cluster: 'a' },
    { value: 1, weight: Number.NaN, cluster: 'a' },
  ])('refuses %o', (row) => {
    expect(() => bootstrapMean([row])).toThrow(RangeError);
  });
});

describe('reproducibility', () => {
  const rows = independent([0.2, 1, 0.5, 0.33, 0, 1, 0.25, 0.5]);

  it('gives the same again, in any order of the rows', () => {
    expect(bootstrapMean(rows)).toEqual(bootstrapMean(rows));
    expect(bootstrapMean(rows.toReversed())).toEqual(bootstrapMean(rows));
  });

  it('depends on the seed', () => {
    expect(bootstrapMean(rows, { seed: 2 }).standardError).not.toBe(bootstrapMean(rows).standardError);
  });

  it('has limits within the values and in order', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(values, (given) => {
        const { interval } = bootstrapMean(independent(given), { resamples: 100 });
        expect(interval?.lower).toBeGreaterThanOrEqual(Math.min(...given) - 1e-12);
        expect(interval?.upper).toBeLessThanOrEqual(Math.max(...given) + 1e-12);
        expect(interval?.lower).toBeLessThanOrEqual(interval?.upper ?? -1);
      }),
    );
  });
});

describe('quantiles', () => {
  it('interpolates as R does by default', () => {
    const values = [1, 2, 4, 8];
    expect(quantileOfSorted(values, 0)).toBe(1);
    expect(quantileOfSorted(values, 0.5)).toBe(3);
    expect(quantileOfSorted(values, 0.9)).toBeCloseTo(6.8, 12);
    expect(quantileOfSorted(values, 1)).toBe(8);
    expect(quantileOfSorted([5], 0.3)).toBe(5);
  });

  it('refuses no values and a share outside 0 and 1', () => {
    expect(() => quantileOfSorted([], 0.5)).toThrow(RangeError);
    expect(() => quantileOfSorted([1], 1.1)).toThrow(RangeError);
  });
});
