export interface KishSizes {
  /** Number of equally weighted observations that would be as informative: (sum w)^2 / sum w^2. */
  readonly kish: number;
  /** The same if observations of a cluster are correlated as assumed. */
  readonly kishClustered: number;
  readonly clusterCount: number;
}

/** Correlation assumed within a cluster; chosen by simulation. */
const RHO = 0.1;

/** Effective sizes of weighted, clustered observations; NaN without any. Kish, Survey Sampling (1965). */
export function kishSizes(rows: readonly { readonly weight: number; readonly cluster: string }[]): KishSizes {
  const clusters = new Map<string, number>();
  let total = 0;
  let squared = 0;
  for (const { weight, cluster } of rows) {
    clusters.set(cluster, (clusters.get(cluster) ?? 0) + weight);
    total += weight;
    squared += weight ** 2;
  }
  const squaredOfClusters = clusters.values().reduce((sum, weight) => sum + weight ** 2, 0);
  return {
    kish: total ** 2 / squared,
    kishClustered: total ** 2 / ((1 - RHO) * squared + RHO * squaredOfClusters),
    clusterCount: clusters.size,
  };
}
