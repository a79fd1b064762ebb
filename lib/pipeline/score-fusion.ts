export interface ScoredPlace {
  place: number;
  score: number;
}

/**
 * Joins two rankings by a weighted sum of their scores, both between 0 and 1: `lexicalWeight` of the one and the rest
 * of the other. What is missing in a ranking has 0 there. The best first, of equals the earlier place.
 */
export function fusedScores(
  lexical: readonly ScoredPlace[],
  similar: readonly ScoredPlace[],
  lexicalWeight: number,
): ScoredPlace[] {
  const sums = new Map<number, number>();
  const add = (ranking: readonly ScoredPlace[], weight: number) => {
    for (const { place, score } of ranking) sums.set(place, (sums.get(place) ?? 0) + weight * score);
  };
  add(lexical, lexicalWeight);
  add(similar, 1 - lexicalWeight);
  return [...sums]
    .map(([place, score]) => ({ place, score }))
    .sort((a, b) => b.score - a.score || a.place - b.place);
}
