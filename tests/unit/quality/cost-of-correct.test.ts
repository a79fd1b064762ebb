import { expect, test } from 'vitest';
import { costOfCorrect } from '#lib/quality/cost-of-correct.ts';
import { rateOfCounts } from '#lib/statistics/rate.ts';

test('a correct answer costs as much more than a query as there are queries for each correct answer', () => {
  const cost = costOfCorrect(0.02, rateOfCounts(80, 100));
  expect(cost).toMatchObject({ n: 80, of: 100, display: 'full' });
  expect(cost?.value).toBeCloseTo(0.025, 12);
  // Wilson for 80 of 100: 0.7112 to 0.8667.
  expect(cost?.lower).toBeCloseTo(0.02 / 0.8667, 5);
  expect(cost?.upper).toBeCloseTo(0.02 / 0.7112, 5);
});

test('without a correct answer there is a lower end alone, without labels or costs nothing', () => {
  expect(costOfCorrect(0.02, rateOfCounts(0, 40))).toMatchObject({ value: null, upper: null, n: 0, of: 40 });
  expect(costOfCorrect(0.02, rateOfCounts(0, 40))?.lower).toBeGreaterThan(0.02);
  expect(costOfCorrect(0.02, rateOfCounts(0, 0))).toBeNull();
  expect(costOfCorrect(null, rateOfCounts(3, 4))).toBeNull();
});
