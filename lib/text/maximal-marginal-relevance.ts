export interface MarginalRelevanceInput {
  /** Similarity of each candidate to the question. */
  readonly relevance: readonly number[];
  /** Similarity of two candidates, by their places. */
  readonly similarity: (a: number, b: number) => number;
  /** 1 looks at relevance alone, 0 at diversity alone. */
  readonly lambda: number;
  /** How many to choose. */
  readonly k: number;
}

/**
 * Places of the chosen candidates in the order of choice: each time the one with the largest
 * lambda * relevance - (1 - lambda) * (largest similarity to one already chosen); of equals the first.
 * Carbonell, Goldstein: The use of MMR, diversity-based reranking (SIGIR 1998). At most k * n similarities are asked
 * for. Throws RangeError unless 0 <= lambda <= 1.
 */
export function maximalMarginalRelevance(input: MarginalRelevanceInput): number[] {
  const { relevance, similarity, lambda, k } = input;
  if (!(lambda >= 0 && lambda <= 1)) throw new RangeError(`lambda must lie between 0 and 1, not ${lambda}`);
  const left = new Map(relevance.map((value, place) => [place, { value, nearest: 0, compared: false }]));
  const chosen: number[] = [];
  while (chosen.length < k && left.size > 0) {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const [place, { value, nearest }] of left) {
      const score = lambda * value - (1 - lambda) * nearest;
      if (best === -1 || score > bestScore) [best, bestScore] = [place, score];
    }
    chosen.push(best);
    left.delete(best);
    for (const [place, state] of left) {
      const near = similarity(place, best);
      state.nearest = state.compared ? Math.max(state.nearest, near) : near;
      state.compared = true;
    }
  }
  return chosen;
}
