import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjustedRand } from '../../support/adjusted-rand.ts';

// From the documentation of adjusted_rand_score in scikit-learn.
it.each([
  [[0, 0, 1, 1], [0, 0, 1, 1], 1],
  [[0, 0, 1, 1], [1, 1, 0, 0], 1],
  [[0, 0, 1, 2], [0, 0, 1, 1], 0.5714285714285714],
  [[0, 0, 1, 1], [0, 0, 1, 2], 0.5714285714285714],
  [[0, 0, 0, 0], [0, 1, 2, 3], 0],
  [[0, 0, 0, 0], [5, 5, 5, 5], 1],
])('%j against %j', (first, second, expected) => {
  expect(adjustedRand(first, second)).toBeCloseTo(expected, 12);
});

it('depends on the groups, not on their names or on the order of the lists', () => {
  const groups = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(groups, (pairs) => {
      const [a, b] = [pairs.map(([one]) => one), pairs.map(([, two]) => two)];
      const value = adjustedRand(a, b);
      expect(value).toBeLessThanOrEqual(1 + 1e-12);
      expect(adjustedRand(b, a)).toBeCloseTo(value, 12);
      expect(adjustedRand(a.map(String).reverse(), b.map((group) => 9 - group).reverse())).toBeCloseTo(
        value,
        12,
      );
      expect(adjustedRand(a, a)).toBe(1);
    }),
  );
});

it('refuses lists of different length', () => {
  expect(() => adjustedRand([1], [1, 2])).toThrow(RangeError);
});
