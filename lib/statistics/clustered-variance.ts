export interface ClusteredResidual {
  /** An outcome less the weighted mean of all. */
  readonly residual: number;
  readonly weight: number;
  readonly cluster: string;
}

/**
 * Linearised variance of a weighted mean, clusters drawn with replacement:
 * k / (k - 1) * sum over clusters of (sum of w residual)^2 / (sum of w)^2. Null with fewer than two clusters.
 * Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), section 5.5.
 */
export function clusteredVariance(rows: readonly ClusteredResidual[]): number | null {
  const clusters = new Map<string, number>();
  let weight = 0;
  for (const row of rows) {
    clusters.set(row.cluster, (clusters.get(row.cluster) ?? 0) + row.weight * row.residual);
    weight += row.weight;
  }
  const k = clusters.size;
  if (k < 2) return null;
  const squared = clusters.values().reduce((total, residual) => total + residual ** 2, 0);
  return ((k / (k - 1)) * squared) / weight ** 2;
}
