/**
 * Before which pieces a text turns to something else: where the distance of a piece from the one before it is above
 * this percentile of all such distances (Kamradt: 5 levels of text splitting, 2023). Places in ascending order.
 */
export function breakPoints(distances: readonly number[], percentile = 90): number[] {
  if (distances.length < 3) return [];
  const sorted = [...distances].sort((a, b) => a - b);
  const rank = (percentile / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? 0;
  const high = sorted[Math.ceil(rank)] ?? low;
  const threshold = low + (high - low) * (rank - Math.floor(rank));
  return distances.flatMap((distance, i) => (distance > threshold ? [i + 1] : []));
}
