import fc from 'fast-check';
import { expect, test } from 'vitest';
import { niceTicks } from '../../../../app/_components/time-series/nice-ticks.ts';

test('ticks are round and enclose the values', () => {
  expect(niceTicks(0, 0.28)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(niceTicks(0, 3.8)).toEqual([0, 1, 2, 3, 4]);
  expect(niceTicks(30, 88)).toEqual([20, 40, 60, 80, 100]);
  expect(niceTicks(0, 2, true)).toEqual([0, 1, 2]);
});

test('any range is enclosed by two to six ticks in order', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
      const ticks = niceTicks(low, low + span);
      const slack = span * 1e-6;
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks[0]).toBeLessThanOrEqual(low + slack);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + span - slack);
      expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    }),
  );
});
