import { describe, expect, it } from 'vitest';
import { rateDisplay, rateOfCounts, rateOfOutcomes } from '#lib/statistics/rate.ts';
import { wilsonInterval } from '#lib/statistics/wilson-interval.ts';

describe('how a rate may be shown', () => {
  it.each([
    [0, 'counts'],
    [9.99, 'counts'],
    [10, 'grey'],
    [29.99, 'grey'],
    [30, 'full'],
  ])('at an effective size of %s: %s', (nEff, expected) => {
    expect(rateDisplay(nEff)).toBe(expected);
  });

  it('goes by the effective size: forty labels of one session are not shown in full', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ y: i % 2, weight: 1, cluster: 'one session' }));
    const rate = rateOfOutcomes(rows);
    expect(rate).toMatchObject({ n: 40, positives: 20, display: 'counts' });
    expect(rate.nEff).toBeLessThan(10);
  });
});

describe('a rate from counts', () => {
  it('is value, interval and counts', () => {
    const rate = rateOfCounts(15, 148);
    expect(rate).toEqual({
      value: 15 / 148,
      ...wilsonInterval(15 / 148, 148),
      positives: 15,
      n: 148,
      nEff: 148,
      display: 'full',
    });
  });

  it('has no value without outcomes', () => {
    const empty = { value: null, lower: 0, upper: 1, positives: 0, n: 0, nEff: 0, display: 'counts' };
    expect(rateOfCounts(0, 0)).toEqual(empty);
    expect(rateOfOutcomes([])).toEqual(empty);
  });

  it('equals the rate of the same outcomes one by one', () => {
    const rows = [1, 1, 1, 0, 0, 0, 0].map((y, i) => ({ y, weight: 1, cluster: `q${i}` }));
    expect(rateOfOutcomes(rows)).toEqual(rateOfCounts(3, 7));
  });

  it.each([
    [-1, 5],
    [6, 5],
    [Number.NaN, 5],
  ])('refuses %s of %s', (positives, n) => {
    expect(() => rateOfCounts(positives, n)).toThrow(RangeError);
  });
});
