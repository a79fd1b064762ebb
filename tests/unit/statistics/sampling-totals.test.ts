import { describe, expect, it } from 'vitest';
import { hajekMean, hansenHurwitzTotal, horvitzThompsonTotal } from '#lib/statistics/sampling-totals.ts';
import { stratifiedRate } from '#lib/statistics/stratified-rate.ts';
import { Z_95 } from '#lib/statistics/wilson-interval.ts';

describe('Thompson, Sampling: three draws with replacement', () => {
  const y = [3, 10, 7];
  const draw = [0.06, 0.2, 0.1];
  const once = (p: number) => 1 - (1 - p) ** 3;

  it('Hansen and Hurwitz', () => {
    const total = hansenHurwitzTotal(y.map((value, i) => ({ y: value, probability: draw[i] ?? 0 })));
    expect(total.total).toBeCloseTo(56.6667, 4);
    expect(total.variance).toBeCloseTo(44.4444, 4);
  });

  it('Horvitz and Thompson, with joint probabilities', () => {
    const items = y.map((value, i) => ({ y: value, probability: once(draw[i] ?? 0) }));
    const joint = (i: number, j: number): number => {
      const [a = 0, b = 0] = [draw[i], draw[j]];
      return once(a) + once(b) - once(a + b);
    };
    const total = horvitzThompsonTotal(items, joint);
    expect(total.total).toBeCloseTo(64.03, 4);
    expect(total.variance).toBeCloseTo(62.46, 2);
    expect(horvitzThompsonTotal(items.map((item) => ({ ...item, y: 1 }))).total).toBeCloseTo(11.6418, 4);
  });
});

describe('Poisson sampling of thirty', () => {
  const probabilities = [0.5, 0.1, 0.5, 0.1, 0.2];
  const items = [1, 0, 1, 1, 0].map((y, i) => ({ y, probability: probabilities[i] ?? 0 }));

  it('total, and mean over the known size', () => {
    const { total, variance } = horvitzThompsonTotal(items);
    expect(total).toBeCloseTo(14, 12);
    expect(total / 30).toBeCloseTo(0.466667, 6);
    expect(Math.sqrt(variance) / 30).toBeCloseTo(0.323179, 6);
  });

  it('mean over the estimated size', () => {
    const { mean, variance } = hajekMean(items);
    expect(mean).toBeCloseTo(14 / 29, 12);
    expect(Math.sqrt(variance)).toBeCloseTo(0.245736, 6);
  });
});

describe('strata', () => {
  it('three of known size', () => {
    const { rate, variance } = stratifiedRate([
      { size: 900, labelled: 30, positives: 3 },
      { size: 80, labelled: 20, positives: 10 },
      { size: 20, labelled: 20, positives: 18 },
    ]);
    const standardError = Math.sqrt(variance);
    expect(rate).toBeCloseTo(0.148, 12);
    expect(standardError).toBeCloseTo(0.049932, 6);
    expect(rate - Z_95 * standardError).toBeCloseTo(0.0501, 4);
    expect(rate + Z_95 * standardError).toBeCloseTo(0.2459, 4);
  });

  it('refuses a stratum of one label', () => {
    expect(() => stratifiedRate([{ size: 9, labelled: 1, positives: 0 }])).toThrow(RangeError);
  });
});
