import { describe, expect, it } from 'vitest';
import { seededRandom, xoshiro128 } from '#lib/statistics/seeded-random.ts';

function take<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

describe('xoshiro128**', () => {
  it("gives the reference implementation's first ten outputs", () => {
    expect(take(10, xoshiro128([1, 2, 3, 4]))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
});

describe('the seeded generator', () => {
  it('repeats itself for a seed and differs between neighbouring seeds', () => {
    expect(take(20, seededRandom(7))).toEqual(take(20, seededRandom(7)));
    const first = new Set(take(100, seededRandom(7)));
    expect(take(100, seededRandom(8)).filter((value) => first.has(value))).toEqual([]);
  });

  it.each([0, 1, -1, 2 ** 31, 4_000_000_000])('is spread evenly over [0, 1) from seed %s', (seed) => {
    const values = take(10_000, seededRandom(seed));
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const value of values) {
      expect(value >= 0 && value < 1).toBe(true);
      const tenth = Math.floor(value * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    const chiSquared = tenths.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99.99 % quantile at 9 degrees of freedom
    expect(chiSquared).toBeLessThan(33.7);
  });
});
