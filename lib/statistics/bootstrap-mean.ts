import { quantileOfSorted } from './quantile.ts';
import { seededRandom } from './seeded-random.ts';
import type { Interval } from './wilson-interval.ts';

export interface ClusteredValue {
  readonly value: number;
  /** Sampling weight, or the number of equal values; 1 when left out, not negative. */
  readonly weight?: number;
  /** The session, else the query: what is drawn as a whole. */
  readonly cluster: string;
}

export interface BootstrapOptions {
  readonly resamples?: number;
  readonly seed?: number;
}

export interface BootstrapMean {
  /** Weighted mean; null without weight. */
  readonly mean: number | null;
  /** 95 % percentile interval; null with fewer than two clusters, where nothing can be learned. */
  readonly interval: Interval | null;
  /** Standard deviation of the resampled means; null together with the interval. */
  readonly standardError: number | null;
  readonly clusterCount: number;
}

/**
 * Mean and 95 % interval of a measure that is no proportion (MRR, nDCG, latency), by drawing whole clusters
 * with replacement. The result depends on the rows and the seed, not on the order of the rows.
 * Takes time in proportion to clusters x resamples. Efron and Tibshirani, An Introduction to the Bootstrap.
 */
export function bootstrapMean(
  rows: readonly ClusteredValue[],
  { resamples = 2000, seed = 1 }: BootstrapOptions = {},
): BootstrapMean {
  const clusters = sumByCluster(rows);
  const weight = clusters.reduce((sum, cluster) => sum + cluster.weight, 0);
  if (weight === 0) return { mean: null, interval: null, standardError: null, clusterCount: 0 };

  const mean = clusters.reduce((sum, cluster) => sum + cluster.weightedValue, 0) / weight;
  if (clusters.length < 2) {
    return { mean, interval: null, standardError: null, clusterCount: clusters.length };
  }
  const means = resampleMeans(clusters, resamples, seededRandom(seed)).sort();
  return {
    mean,
    interval: { lower: quantileOfSorted(means, 0.025), upper: quantileOfSorted(means, 0.975) },
    standardError: standardDeviation(means),
    clusterCount: clusters.length,
  };
}

interface ClusterSum {
  weight: number;
  weightedValue: number;
}

/** Clusters without weight are left out: they tell nothing and could make a resample empty. */
function sumByCluster(rows: readonly ClusteredValue[]): ClusterSum[] {
  const clusters = new Map<string, ClusterSum>();
  for (const { value, weight = 1, cluster } of rows) {
    if (!Number.isFinite(value)) throw new RangeError(`a mean needs finite values, not ${value}`);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a weight is finite and not negative, not ${weight}`);
    }
    if (weight === 0) continue;
    const sum = clusters.get(cluster) ?? { weight: 0, weightedValue: 0 };
    sum.weight += weight;
    sum.weightedValue += weight * value;
    clusters.set(cluster, sum);
  }
  return [...clusters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

function resampleMeans(
  clusters: readonly ClusterSum[],
  resamples: number,
  random: () => number,
): Float64Array {
  return Float64Array.from({ length: resamples }, () => {
    let weight = 0;
    let weightedValue = 0;
    for (let drawn = 0; drawn < clusters.length; drawn += 1) {
      const cluster = clusters[Math.floor(random() * clusters.length)];
      weight += cluster?.weight ?? 0;
      weightedValue += cluster?.weightedValue ?? 0;
    }
    return weightedValue / weight;
  });
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
