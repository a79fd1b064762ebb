import { sum } from './sum.ts';

export interface SampledValue {
  readonly y: number;
  /** Inclusion probability, or for Hansen and Hurwitz the probability of one draw; in (0, 1]. */
  readonly probability: number;
}

export interface Total {
  readonly total: number;
  readonly variance: number;
}

/**
 * Total of a population from draws with replacement. Needs two draws or more for its variance (NaN with one).
 * Hansen and Hurwitz (1943).
 */
export function hansenHurwitzTotal(draws: readonly SampledValue[]): Total {
  const n = draws.length;
  const totals = draws.map(({ y, probability }) => y / probability);
  const total = sum(totals) / n;
  return { total, variance: sum(totals.map((value) => (value - total) ** 2)) / (n * (n - 1)) };
}

/**
 * Total of a population from distinct items. `jointProbability` of two items by their positions; left out, they
 * are independent (Poisson sampling), as items of bottom-k samples are up to a covariance of 0.
 * Horvitz and Thompson (1952).
 */
export function horvitzThompsonTotal(
  items: readonly SampledValue[],
  jointProbability?: (i: number, j: number) => number,
): Total {
  const own = items.map(({ y, probability }) => ((1 - probability) * y ** 2) / probability ** 2);
  return {
    total: sum(items.map(({ y, probability }) => y / probability)),
    variance: sum(own) + (jointProbability === undefined ? 0 : sum(covariances(items, jointProbability))),
  };
}

function covariances(
  items: readonly SampledValue[],
  jointProbability: (i: number, j: number) => number,
): number[] {
  return items.flatMap((a, i) =>
    items.slice(i + 1).map((b, offset) => {
      const joint = jointProbability(i, i + 1 + offset);
      return 2 * a.y * b.y * (1 / (a.probability * b.probability) - 1 / joint);
    }),
  );
}

/** Mean from distinct items, the size of the population not needed, and its variance under Poisson sampling. Hájek (1971). */
export function hajekMean(items: readonly SampledValue[]): { mean: number; variance: number } {
  const size = sum(items.map(({ probability }) => 1 / probability));
  const mean = horvitzThompsonTotal(items).total / size;
  const residuals = items.map(({ y, probability }) => ({ y: y - mean, probability }));
  return { mean, variance: horvitzThompsonTotal(residuals).variance / size ** 2 };
}
