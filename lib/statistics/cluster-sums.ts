import { type Rate, rateDisplay, rateOfCounts } from './rate.ts';
import { wilsonInterval } from './wilson-interval.ts';

/**
 * What a store can add up of a measure over clusters (sessions) in one scan, so that no row has to leave it. For a
 * cluster of `size` observations that sum to `total`; clusters without an observation are left out.
 */
export interface ClusterSums {
  readonly clusters: number;
  /** Sums over clusters of size, total, total^2, size * total and size^2. */
  readonly n: number;
  readonly total: number;
  readonly squaredTotals: number;
  readonly crossTotals: number;
  readonly squaredSizes: number;
}

/** Correlation assumed between the observations of one cluster, as in `kishSizes`. */
const RHO = 0.1;

/** The mean with its linearised variance between clusters, null with fewer than two; null without observations. */
export function meanOfClusterSums(sums: ClusterSums): { mean: number; variance: number | null } | null {
  const { clusters, n, total, squaredTotals, crossTotals, squaredSizes } = sums;
  if (n === 0) return null;
  const mean = total / n;
  const squares = Math.max(0, squaredTotals - 2 * mean * crossTotals + mean ** 2 * squaredSizes);
  return { mean, variance: clusters < 2 ? null : ((clusters / (clusters - 1)) * squares) / n ** 2 };
}

/** What `rateOfOutcomes` gives for the same outcomes, each 0 or 1 and of weight 1. */
export function rateOfClusterSums(sums: ClusterSums): Rate {
  const { clusters, n, total, squaredSizes } = sums;
  const found = meanOfClusterSums(sums);
  if (found === null) return rateOfCounts(0, 0);
  const { mean, variance } = found;
  const nEff =
    clusters === n ? n : Math.min(n, sizeOf(mean, variance), n ** 2 / ((1 - RHO) * n + RHO * squaredSizes));
  return {
    value: mean,
    ...wilsonInterval(mean, nEff),
    positives: total,
    n,
    nEff,
    display: rateDisplay(nEff),
  };
}

function sizeOf(rate: number, variance: number | null): number {
  const spread = rate * (1 - rate);
  return variance === null || variance === 0 || spread === 0 ? Number.POSITIVE_INFINITY : spread / variance;
}
