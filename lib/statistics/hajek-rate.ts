import { clusteredVariance } from './clustered-variance.ts';
import { kishSizes } from './kish-sizes.ts';
import { type Interval, wilsonInterval } from './wilson-interval.ts';

export interface WeightedOutcome {
  /** 0 or 1, or between them where labels of one item disagree. */
  readonly y: number;
  /** 1 / inclusion probability, times a non-response factor; positive. */
  readonly weight: number;
  /** The session, else the query: outcomes of one cluster are not independent. */
  readonly cluster: string;
}

export interface HajekRate extends Interval {
  readonly value: number;
  /** Number of outcomes. */
  readonly n: number;
  /** Number of independent, equally weighted outcomes that would be as informative. */
  readonly nEff: number;
  /** Linearised variance between clusters; null with a single cluster, where it cannot be estimated. */
  readonly variance: number | null;
  /** Variance smoothed by weight class: guards `variance` where few heavy outcomes were seen. */
  readonly smoothedVariance: number;
  readonly kish: number;
  readonly kishClustered: number;
}

/** Pseudo-observations per weight class, chosen by simulation. */
const PSEUDO_OBSERVATIONS = 8;
const WEIGHT_CLASSES = 5;

/**
 * A rate from outcomes sampled with unequal probability: Hájek's point and Wilson's interval at a guarded
 * effective sample size. Throws RangeError on no rows, a weight that is not positive or y outside [0, 1].
 * Hájek (1971); Kish, Survey Sampling (1965).
 */
export function hajekRate(rows: readonly WeightedOutcome[]): HajekRate {
  assertOutcomes(rows);
  const totals = sumWeights(rows);
  const value = Math.min(1, totals.weightedY / totals.weight);
  const { kish, kishClustered, clusterCount } = kishSizes(rows);
  const variance = clusteredVariance(rows.map(({ y, ...row }) => ({ ...row, residual: y - value })));
  const smoothedVariance = (kish / kishClustered) * varianceByWeightClass(rows, value, totals);

  const nEff = effectiveSize({
    rows,
    value,
    variance,
    smoothedVariance,
    kishClustered,
    clusterCount,
  });
  return {
    value,
    ...wilsonInterval(value, nEff),
    n: rows.length,
    nEff,
    variance,
    smoothedVariance,
    kish,
    kishClustered,
  };
}

interface Totals {
  weight: number;
  squaredWeight: number;
  weightedY: number;
}

function assertOutcomes(rows: readonly WeightedOutcome[]): void {
  if (rows.length === 0) throw new RangeError('a rate needs at least one outcome');
  for (const { y, weight } of rows) {
    if (!(y >= 0 && y <= 1)) throw new RangeError(`an outcome lies between 0 and 1, not at ${y}`);
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a sampling weight is positive and finite, not ${weight}`);
    }
  }
}

function sumWeights(rows: readonly WeightedOutcome[]): Totals {
  const totals: Totals = { weight: 0, squaredWeight: 0, weightedY: 0 };
  for (const { y, weight } of rows) {
    totals.weight += weight;
    totals.squaredWeight += weight ** 2;
    totals.weightedY += weight * y;
  }
  return totals;
}

/** Each class of similar weights contributes a binomial variance, its rate drawn towards the overall one. */
function varianceByWeightClass(rows: readonly WeightedOutcome[], value: number, totals: Totals): number {
  const heaviest = rows.reduce((max, { weight }) => Math.max(max, weight), 0);
  const classes = Map.groupBy(rows, ({ weight }) => weightClass(weight, heaviest));
  return [...classes.values()].reduce((sum, members) => {
    const own = sumWeights(members);
    const n = own.weight ** 2 / own.squaredWeight;
    const rate = (n * (own.weightedY / own.weight) + PSEUDO_OBSERVATIONS * value) / (n + PSEUDO_OBSERVATIONS);
    return sum + (own.weight / totals.weight) ** 2 * ((rate * (1 - rate)) / n);
  }, 0);
}

/** floor(log3(heaviest / weight)), at most the last class; multiplied out, since a logarithm rounds at 3^n. */
function weightClass(weight: number, heaviest: number): number {
  let step = 0;
  while (step < WEIGHT_CLASSES - 1 && weight * 3 ** (step + 1) <= heaviest) step += 1;
  return step;
}

function effectiveSize({
  rows,
  value,
  variance,
  smoothedVariance,
  kishClustered,
  clusterCount,
}: {
  rows: readonly WeightedOutcome[];
  value: number;
  variance: number | null;
  smoothedVariance: number;
  kishClustered: number;
  clusterCount: number;
}): number {
  const n = rows.length;
  const equalWeights = rows.every(({ weight }) => weight === rows[0]?.weight);
  if (equalWeights && clusterCount === n) return n;
  if (value === 0 || value === 1) return Math.min(n, kishClustered);

  const spread = value * (1 - value);
  // A single cluster shows no variance between clusters; the assumed correlation has to do.
  const seen = variance === null ? kishClustered : spread / variance;
  return Math.min(n, seen, spread / smoothedVariance);
}
