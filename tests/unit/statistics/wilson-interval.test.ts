import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '#lib/statistics/wilson-interval.ts';

describe('published intervals', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('Newcombe 1998: %i of %i', (successes, n, lower, upper) => {
    const interval = wilsonInterval(successes / n, n);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it.each([
    [18, 20, 0.698966, 0.972134],
    [4, 20, 0.080658, 0.416017],
    [4, 200, 0.007804, 0.050287],
  ])('R package binom: %i of %i', (successes, n, lower, upper) => {
    const interval = wilsonInterval(successes / n, n);
    expect(interval.lower).toBeCloseTo(lower, 6);
    expect(interval.upper).toBeCloseTo(upper, 6);
  });
});

describe('edges', () => {
  it('knows nothing without observations', () => {
    expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
  });

  it('stays finite for next to no observations', () => {
    const { lower, upper } = wilsonInterval(0.5, Number.MIN_VALUE);
    expect(lower).toBeCloseTo(0, 12);
    expect(upper).toBeCloseTo(1, 12);
  });

  it('is exact at an end where all observations agree, and never of zero width', () => {
    expect(wilsonInterval(0, 40).lower).toBe(0);
    expect(wilsonInterval(0, 40).upper).toBeCloseTo(0.0876, 4);
    expect(wilsonInterval(1, 40).upper).toBe(1);
    expect(wilsonInterval(1, 40).lower).toBeCloseTo(1 - 0.0876, 4);
  });

  it.each([
    [-0.1, 10],
    [1.1, 10],
    [Number.NaN, 10],
    [0.5, -1],
    [0.5, Number.NaN],
    [0.5, Number.POSITIVE_INFINITY],
  ])('refuses p %s of %s', (p, n) => {
    expect(() => wilsonInterval(p, n)).toThrow(RangeError);
  });
});

describe('properties', () => {
  const proportion = fc.double({ min: 0, max: 1, noNaN: true });
  const size = fc.double({ min: 0, max: 1e6, noNaN: true });

  it('holds its proportion and stays within 0 and 1', () => {
    fc.assert(
      fc.property(proportion, size, (p, n) => {
        const { lower, upper } = wilsonInterval(p, n);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(p + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(p - 1e-12);
      }),
    );
  });

  it('narrows with more observations', () => {
    fc.assert(
      fc.property(proportion, size, size, (p, a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map((n) => wilsonInterval(p, n));
        expect(width(many)).toBeLessThanOrEqual(width(few) + 1e-12);
      }),
    );
  });

  it('mirrors at one half', () => {
    fc.assert(
      fc.property(proportion, size, (p, n) => {
        const there = wilsonInterval(p, n);
        const back = wilsonInterval(1 - p, n);
        expect(back.lower).toBeCloseTo(1 - there.upper, 9);
        expect(back.upper).toBeCloseTo(1 - there.lower, 9);
      }),
    );
  });
});

function width(interval: { lower: number; upper: number } | undefined): number {
  return interval === undefined ? Number.NaN : interval.upper - interval.lower;
}
