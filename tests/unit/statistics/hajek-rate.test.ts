import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hajekRate, type WeightedOutcome } from '#lib/statistics/hajek-rate.ts';
import { wilsonInterval } from '#lib/statistics/wilson-interval.ts';

const WEIGHTS = [20, 20, 20, 2, 2, 2, 2, 2, 10, 10];
const OUTCOMES = [0, 0, 1, 1, 1, 0, 1, 0, 0, 0];
const SESSIONS = [0, 0, 1, 2, 2, 3, 4, 5, 6, 6];

function rows(weights: number[], outcomes: number[], clusters: number[]): WeightedOutcome[] {
  return weights.map((weight, i) => ({ weight, y: outcomes[i] ?? 0, cluster: `s${clusters[i]}` }));
}

describe('the worked example: ten labels of three weights in seven sessions', () => {
  it('gives every intermediate value', () => {
    const rate = hajekRate(rows(WEIGHTS, OUTCOMES, SESSIONS));
    expect(rate.n).toBe(10);
    expect(rate.value).toBeCloseTo(0.288888889, 9);
    expect(rate.variance).toBeCloseTo(0.054727674, 9);
    expect(rate.smoothedVariance).toBeCloseTo(0.037523981, 9);
    expect(rate.kish).toBeCloseTo(5.704225352, 9);
    expect(rate.kishClustered).toBeCloseTo(5.326144135, 9);
    // 3.753715171, as the exact fraction
    expect(rate.nEff).toBeCloseTo(2_527_200 / 673_253, 9);
    expect(rate.lower).toBeCloseTo(0.056100071, 9);
    expect(rate.upper).toBeCloseTo(0.73522769, 9);
  });

  it('gives an upper limit when all outcomes are 0', () => {
    const rate = hajekRate(rows(WEIGHTS, OUTCOMES.fill(0), SESSIONS));
    expect(rate.value).toBe(0);
    expect(rate.nEff).toBeCloseTo(5.326144135, 9);
    expect(rate.lower).toBe(0);
    expect(rate.upper).toBeCloseTo(0.419025435, 9);
  });
});

describe('edges', () => {
  it('is plain Wilson for equal weights and single clusters', () => {
    const outcomes = [1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    const rate = hajekRate(
      rows(
        outcomes.map(() => 7),
        outcomes,
        [...outcomes.keys()],
      ),
    );
    expect(rate.nEff).toBe(10);
    expect(rate).toMatchObject(wilsonInterval(0.2, 10));
  });

  it('counts ten outcomes of one session as fewer than ten', () => {
    const outcomes = [1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    const rate = hajekRate(
      rows(
        outcomes.map(() => 1),
        outcomes,
        outcomes.map(() => 0),
      ),
    );
    expect(rate.variance).toBeNull();
    // n / (1 + 0.1 (n - 1)), or less
    expect(rate.nEff).toBeLessThanOrEqual(10 / 1.9 + 1e-9);
    expect(rate.nEff).toBeGreaterThan(0);
  });

  it('takes a single outcome', () => {
    expect(hajekRate([{ y: 1, weight: 3, cluster: 'a' }])).toMatchObject({ value: 1, nEff: 1, upper: 1 });
  });

  it('takes outcomes split between disagreeing labels', () => {
    const rate = hajekRate(rows([1, 1, 1, 1], [0.5, 0.5, 1, 0], [0, 1, 2, 3]));
    expect(rate.value).toBe(0.5);
    expect(rate.nEff).toBe(4);
  });

  it('takes no more from one session than the assumed correlation allows, whatever the weights say', () => {
    // (sum w)^2 / (0.9 sum w^2 + 0.1 (sum w)^2) = 144 / 90; the weight classes alone would give 1.71.
    const rate = hajekRate(rows([9, 1, 1, 1], [1, 0, 0, 0], [0, 0, 0, 0]));
    expect(rate.nEff).toBeCloseTo(1.6, 12);
  });

  it('puts weights at an exact power of three into the lighter class', () => {
    // Classes of one member each: W = (9, 3, 1), n_h = 1, rates drawn to (1 + 8p)/9 and 8p/9.
    const rate = hajekRate(rows([9, 3, 1], [1, 0, 0], [0, 1, 2]));
    const p = 9 / 13;
    const high = (1 + 8 * p) / 9;
    const low = (8 * p) / 9;
    const expected = (81 * high * (1 - high) + 10 * low * (1 - low)) / 169;
    expect(rate.smoothedVariance).toBeCloseTo(expected, 12);
  });

  it('has five weight classes, the last of them open', () => {
    // Weights 3 and 1 stand apart from each other, 1 and 1/3 (81 and 243 times lighter) together.
    const rate = hajekRate(rows([81, 3, 1, 1 / 3], [1, 1, 0, 0], [0, 1, 2, 3]));
    const total = 81 + 3 + 1 + 1 / 3;
    const p = 84 / total;
    const one = (1 + 8 * p) / 9;
    const lastSize = (4 / 3) ** 2 / (1 + 1 / 9);
    const last = (8 * p) / (lastSize + 8);
    const expected =
      ((81 ** 2 + 3 ** 2) * one * (1 - one) + ((4 / 3) ** 2 * last * (1 - last)) / lastSize) / total ** 2;
    expect(rate.smoothedVariance).toBeCloseTo(expected, 12);
  });

  it.each([
    ['no outcome', []],
    ['weight 0', [{ y: 1, weight: 0, cluster: 'a' }]],
    ['a negative weight', [{ y: 1, weight: -1, cluster: 'a' }]],
    ['an infinite weight', [{ y: 1, weight: Number.POSITIVE_INFINITY, cluster: 'a' }]],
    ['an outcome above 1', [{ y: 1.5, weight: 1, cluster: 'a' }]],
    ['an outcome that is no number', [{ y: Number.NaN, weight: 1, cluster: 'a' }]],
  ])('refuses %s', (_name, given) => {
    expect(() => hajekRate(given)).toThrow(RangeError);
  });
});

describe('properties', () => {
  const sample = fc.array(
    fc.record({
      y: fc.constantFrom(0, 0.5, 1),
      weight: fc.double({ min: 1, max: 50, noNaN: true }),
      cluster: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    }),
    { minLength: 1, maxLength: 30 },
  );

  it('has its value inside an interval inside 0 and 1, on at most n outcomes', () => {
    fc.assert(
      fc.property(sample, (given) => {
        const { value, lower, upper, nEff, n } = hajekRate(given);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(value + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(value - 1e-12);
        expect(upper).toBeLessThanOrEqual(1);
        expect(upper - lower).toBeGreaterThan(0);
        expect(nEff).toBeGreaterThan(0);
        expect(nEff).toBeLessThanOrEqual(n);
      }),
    );
  });

  it('does not depend on the unit of the weights', () => {
    fc.assert(
      fc.property(sample, (given) => {
        // A power of two scales without rounding, so weight classes stay as they are.
        const scaled = hajekRate(given.map((row) => ({ ...row, weight: row.weight * 1024 })));
        const plain = hajekRate(given);
        expect(scaled.value).toBeCloseTo(plain.value, 9);
        expect(scaled.nEff).toBeCloseTo(plain.nEff, 6);
      }),
    );
  });

  it('mirrors when failures and successes change places', () => {
    fc.assert(
      fc.property(sample, (given) => {
        const mirrored = hajekRate(given.map((row) => ({ ...row, y: 1 - row.y })));
        const plain = hajekRate(given);
        expect(mirrored.value).toBeCloseTo(1 - plain.value, 9);
        expect(mirrored.lower).toBeCloseTo(1 - plain.upper, 6);
      }),
    );
  });
});
