export interface CosineRow {
  id: string;
  vector: number[];
  fields: Record<string, unknown>;
}

/** The rows nearest to a vector, with their cosine; for servers of tests. */
export function nearestRows(
  rows: Iterable<CosineRow>,
  vector: number[],
  most: number,
): (CosineRow & { score: number })[] {
  const norm = (values: number[]) => Math.hypot(...values);
  return [...rows]
    .map((row) => {
      const dot = row.vector.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0);
      return { ...row, score: dot / (norm(row.vector) * norm(vector)) };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}
