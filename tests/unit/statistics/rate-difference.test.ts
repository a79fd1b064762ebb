import { describe, expect, it } from 'vitest';
import { alwaysValidMultiplier, isDifferent, robbinsMultiplier } from '#lib/statistics/always-valid.ts';
import {
  ALWAYS_VALID_FACTOR,
  labelsPerSide,
  moreLabelsNeeded,
  pairsNeeded,
} from '#lib/statistics/difference-sample-size.ts';
import { rateOfCounts } from '#lib/statistics/rate.ts';
import { moverInterval, rateDifference } from '#lib/statistics/rate-difference.ts';
import { mixDifference, standardisedWeights } from '#lib/statistics/standardised-weights.ts';
import { wilsonInterval } from '#lib/statistics/wilson-interval.ts';

function side(value: number, nEff: number) {
  return { value, nEff, ...wilsonInterval(value, nEff) };
}

describe('two rates of different traffic', () => {
  it('.30 of 100 against .18 of 150', () => {
    const difference = rateDifference(side(0.3, 100), side(0.18, 150));
    expect(difference.value).toBeCloseTo(0.12, 12);
    expect(difference.lower).toBeCloseTo(0.013411301, 9);
    expect(difference.upper).toBeCloseTo(0.229643462, 9);
    expect(difference.pValue).toBeCloseTo(0.029544147711811918, 9);
    expect(difference.different).toBe(false);
  });

  it('turns round with its sides', () => {
    const there = moverInterval(side(0.3, 100), side(0.18, 150));
    const back = moverInterval(side(0.18, 150), side(0.3, 100));
    expect(back).toEqual({ lower: -there.upper, upper: -there.lower });
  });

  it('has a width and a p-value where neither side failed', () => {
    const difference = rateDifference(side(0, 40), side(0, 60));
    expect(difference.pValue).toBeGreaterThan(0.5);
    expect(difference.lower).toBeLessThan(0);
    expect(difference.upper).toBeGreaterThan(0);
  });

  it('never calls a difference on fewer than 30', () => {
    expect(rateDifference(side(1, 29.9), side(0, 500)).different).toBe(false);
    expect(rateDifference(side(1, 30), side(0, 500)).different).toBe(true);
  });

  it('takes a rate as the pages have it', () => {
    const [first, second] = [rateOfCounts(30, 100), rateOfCounts(27, 150)];
    if (first.value === null || second.value === null) throw new Error('a rate of counts has a value');
    const difference = rateDifference({ ...first, value: first.value }, { ...second, value: second.value });
    expect(difference.upper).toBeCloseTo(0.229643462, 9);
  });
});

describe('always-valid multiplier', () => {
  it.each([
    [25, 3.6626],
    [50, 3.2643],
    [100, 3.0836],
    [200, 3.0352],
    [400, 3.0615],
    [800, 3.1271],
  ])('at %i', (size, expected) => {
    expect(robbinsMultiplier(size)).toBeCloseTo(expected, 4);
  });

  it('is the formula to the last digit', () => {
    expect(robbinsMultiplier(100)).toBeCloseTo(3.08356871436835, 12);
  });

  it('is not given below 30', () => {
    expect(alwaysValidMultiplier(29.9)).toBeNull();
    expect(alwaysValidMultiplier(30)).toBe(robbinsMultiplier(30));
    expect(isDifferent(1, 0.001, 29)).toBe(false);
  });

  it('is smallest about where it is tuned', () => {
    for (const size of [30, 100, 150, 300, 2000]) {
      expect(robbinsMultiplier(size)).toBeGreaterThan(robbinsMultiplier(200));
    }
  });
});

describe('labels needed', () => {
  it.each([
    [0.2, 0.1, 197],
    [0.2, 0.15, 903],
    [0.1, 0.05, 432],
    [0.3, 0.2, 291],
    [0.1, 0.08, 3211],
  ])('%f against %f on different traffic', (first, second, expected) => {
    expect(labelsPerSide({ rate: first }, { rate: second })).toBe(expected);
  });

  it.each([
    [0.2, 0.1, 155],
    [0.3, 0.1, 234],
    [0.2, 0.05, 626],
    [0.3, 0.15, 103],
    [0.1, 0.05, 312],
  ])('discordance %f, difference %f on the same questions', (discordance, difference, expected) => {
    expect(pairsNeeded(discordance, difference)).toBe(expected);
  });

  it('counts what a design wastes', () => {
    const plain = labelsPerSide({ rate: 0.2 }, { rate: 0.15 });
    expect(labelsPerSide({ rate: 0.2, designEffect: 2 }, { rate: 0.15, designEffect: 2 })).toBe(2 * plain);
  });

  it('says how many more', () => {
    expect(moreLabelsNeeded(903, { n: 120, nEff: 80 })).toBe(1235);
    expect(moreLabelsNeeded(903, { n: 2000, nEff: 2000 })).toBe(0);
    expect(moreLabelsNeeded(903, { n: 0, nEff: 0 })).toBe(903);
  });

  it('asks 1.9 times as many of the always-valid interval', () => {
    expect(ALWAYS_VALID_FACTOR).toBeCloseTo(1.91, 2);
  });

  it('refuses a difference that no number shows', () => {
    expect(() => labelsPerSide({ rate: 0.2 }, { rate: 0.2 })).toThrow(RangeError);
    expect(() => pairsNeeded(0.1, 0)).toThrow(RangeError);
    expect(() => pairsNeeded(0.1, 0.2)).toThrow(RangeError);
  });
});

describe('the same mix of questions', () => {
  const target = [
    { group: 'price', weight: 30 },
    { group: 'delivery', weight: 10 },
  ];
  const rows = [
    { group: 'price', weight: 1, y: 1 },
    { group: 'delivery', weight: 2, y: 0 },
    { group: 'delivery', weight: 1, y: 0 },
    { group: 'other', weight: 5, y: 1 },
  ];

  it('gives each group the share it has in the target', () => {
    const weighted = standardisedWeights(rows, target) ?? [];
    const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
    const price = weighted
      .filter(({ group }) => group === 'price')
      .reduce((sum, { weight }) => sum + weight, 0);
    expect(weighted).toHaveLength(3);
    expect(price / total).toBeCloseTo(0.75, 12);
    expect((weighted[1]?.weight ?? 0) / (weighted[2]?.weight ?? 1)).toBeCloseTo(2, 12);
  });

  it('is impossible without a group of the target', () => {
    expect(standardisedWeights(rows.slice(0, 1), target)).toBeNull();
  });

  it('tells how far two mixes are apart', () => {
    expect(mixDifference(rows, target)).toBeCloseTo(0.75 - 1 / 9, 12);
    expect(mixDifference(target, target)).toBe(0);
    expect(mixDifference([], [])).toBe(0);
  });
});
