import type { BootstrapOptions } from './bootstrap-mean.ts';
import { quantileOfSorted } from './quantile.ts';
import { seededRandom } from './seeded-random.ts';
import { sum } from './sum.ts';
import type { Interval } from './wilson-interval.ts';

export interface BootstrapStatistic {
  /** Of the clusters as they are; null where the statistic is undefined. */
  readonly value: number | null;
  /** 95 % percentile interval; null with fewer than two clusters or if most resamples give no value. */
  readonly interval: Interval | null;
  readonly standardError: number | null;
}

/**
 * The interval of any statistic (a quantile of latency, cost for each correct answer) by drawing whole clusters
 * (sessions) with replacement and computing it again; a ratio is computed anew, never averaged. The statistic
 * returns null where it is undefined. For a mean `bootstrapMean` is far faster. The order of the clusters counts.
 * Efron and Tibshirani, An Introduction to the Bootstrap (1993).
 */
export function bootstrapStatistic<C>(
  clusters: readonly C[],
  statistic: (drawn: readonly C[]) => number | null,
  { resamples = 2000, seed = 1 }: BootstrapOptions = {},
): BootstrapStatistic {
  const value = statistic(clusters);
  const none = { value, interval: null, standardError: null };
  if (clusters.length < 2) return none;

  const random = seededRandom(seed);
  const values = Array.from({ length: resamples }, () =>
    statistic(clusters.map(() => clusters[Math.floor(random() * clusters.length)] as C)),
  ).filter((drawn) => drawn !== null);
  if (2 * values.length < resamples) return none;
  const sorted = Float64Array.from(values).sort();
  const mean = sum(values) / values.length;
  return {
    value,
    interval: { lower: quantileOfSorted(sorted, 0.025), upper: quantileOfSorted(sorted, 0.975) },
    standardError: Math.sqrt(sum(values.map((drawn) => (drawn - mean) ** 2)) / values.length),
  };
}
