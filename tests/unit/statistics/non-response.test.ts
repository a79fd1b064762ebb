import { describe, expect, it } from 'vitest';
import { nonResponseWeights, type SelectedItem } from '#lib/statistics/non-response-weights.ts';
import { checkSampling } from '#lib/statistics/sampling-check.ts';
import { wilsonInterval } from '#lib/statistics/wilson-interval.ts';
import { worstCaseBounds } from '#lib/statistics/worst-case-bounds.ts';

function items(
  name: string,
  week: number,
  labelled: number,
  pending: number,
  probability = 0.5,
): SelectedItem[] {
  return Array.from({ length: labelled + pending }, (_, i) => ({
    class: name,
    week,
    probability,
    labelled: i < labelled,
  }));
}

function factors(selected: readonly SelectedItem[]): number[] {
  const result = nonResponseWeights(selected);
  if (!('weights' in result)) throw new Error(`no label from ${result.unlabelledClasses.join()}`);
  return selected.flatMap((item) => {
    const weight = result.weights.get(item);
    return weight === undefined ? [] : [weight * item.probability];
  });
}

describe('weights that make up for unlabelled items', () => {
  it('are 1 / probability where all are labelled', () => {
    expect(factors(items('a', 1, 6, 0, 0.25))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('make up within a class and a week', () => {
    const selected = [...items('a', 1, 5, 5), ...items('a', 2, 10, 0), ...items('b', 1, 5, 15)];
    expect(factors(selected)).toEqual([...Array(5).fill(2), ...Array(10).fill(1), ...Array(5).fill(4)]);
  });

  it('put weeks together until five are labelled; the rest joins the last', () => {
    // Weeks 1 and 2 make one cell (6 of 12), week 3 another (5 of 5) that week 4 (0 of 5) joins.
    const selected = [
      ...items('a', 1, 2, 4),
      ...items('a', 2, 4, 2),
      ...items('a', 3, 5, 0),
      ...items('a', 4, 0, 5),
    ];
    expect(factors(selected)).toEqual(Array(11).fill(2));
  });

  it('put classes together that have fewer than five', () => {
    // b and c have 2 labels each, still too few; a has 6 and joins them: 10 of 20.
    const selected = [...items('a', 1, 6, 2), ...items('b', 1, 2, 4), ...items('c', 1, 2, 4)];
    expect(factors(selected)).toEqual(Array(10).fill(2));
  });

  it('keep the sum of the weights', () => {
    const selected = [
      ...items('a', 1, 7, 5, 0.1),
      ...items('b', 2, 3, 9, 0.6),
      ...items('c', 3, 11, 1, 0.02),
    ];
    const result = nonResponseWeights(selected);
    const total = 'weights' in result ? result.weights.values().reduce((sum, weight) => sum + weight, 0) : 0;
    expect(total).toBeCloseTo(12 / 0.1 + 12 / 0.6 + 12 / 0.02, 9);
  });

  it('are refused where a class has no label at all', () => {
    const selected = [...items('a', 1, 20, 0), ...items('rest of traffic', 1, 0, 8)];
    expect(nonResponseWeights(selected)).toEqual({ unlabelledClasses: ['rest of traffic'] });
  });

  it('are none without items', () => {
    expect(nonResponseWeights([])).toEqual({ weights: new Map() });
  });
});

describe('bounds for lost outcomes', () => {
  it('run from all correct to all wrong, each end with its Wilson limit', () => {
    const bounds = worstCaseBounds(0.2, 100, 0.1);
    expect(bounds.lower).toBe(wilsonInterval(0.18, 100).lower);
    expect(bounds.upper).toBeCloseTo(wilsonInterval(0.28, 100).upper, 12);
  });

  it('are the interval where nothing is lost, and everything where all is', () => {
    expect(worstCaseBounds(0.2, 100, 0)).toEqual(wilsonInterval(0.2, 100));
    expect(worstCaseBounds(0.2, 100, 1)).toEqual({ lower: 0, upper: 1 });
  });

  it('refuse a share that is none', () => {
    expect(() => worstCaseBounds(0.2, 100, 1.1)).toThrow(RangeError);
  });
});

describe('whether probabilities fit the traffic', () => {
  it('adds 1 / probability up to the number logged', () => {
    const probabilities = Array.from({ length: 100 }, () => 0.1);
    // Variance 100 x 0.9 / 0.01, so one standard error is 94.87.
    const check = checkSampling(probabilities, 1200);
    expect(check?.estimatedTotal).toBeCloseTo(1000, 9);
    expect(check?.z).toBeCloseTo(-200 / Math.sqrt(9000), 9);
    expect(check).toMatchObject({ sound: true, topHeavy: false });
    expect(checkSampling(probabilities, 1300)?.sound).toBe(false);
  });

  it('is sound where everything was selected', () => {
    expect(checkSampling([1, 1, 1], 3)).toMatchObject({ z: 0, sound: true });
    expect(checkSampling([1, 1, 1], 4)?.sound).toBe(false);
  });

  it('warns of one query that carries a fifth', () => {
    expect(checkSampling([0.02, ...Array.from({ length: 50 }, () => 0.5)], 150)?.topHeavy).toBe(true);
  });

  it('says nothing without a sample', () => {
    expect(checkSampling([], 10)).toBeNull();
  });
});
