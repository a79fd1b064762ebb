/**
 * The upper bound of the bucket that holds the quantile `p`, of cumulative counts by upper bound as a histogram of
 * Prometheus has them; null where nothing was observed.
 */
export function bucketQuantile(cumulative: ReadonlyMap<number, number>, p: number): number | null {
  const buckets = [...cumulative].sort(([a], [b]) => a - b);
  const total = buckets.at(-1)?.[1] ?? 0;
  if (total === 0) return null;
  return buckets.find(([, count]) => count >= p * total)?.[0] ?? null;
}
