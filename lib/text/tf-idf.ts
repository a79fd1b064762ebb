/** Weight of each word that has one; the length of the vector is 1, or it is empty. */
export type WordVector = ReadonlyMap<string, number>;

/** In how many of `documents` each word stands. */
export interface DocumentFrequencies {
  readonly documents: number;
  readonly frequencies: ReadonlyMap<string, number>;
}

/** Counts in how many of the documents, given as lists of words, each word stands. */
export function documentFrequencies(documents: Iterable<readonly string[]>): DocumentFrequencies {
  const frequencies = new Map<string, number>();
  let count = 0;
  for (const words of documents) {
    count += 1;
    for (const word of new Set(words)) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  return { documents: count, frequencies };
}

/**
 * ln((1 + N) / (1 + n)) + 1 for a word in n of N documents, as scikit-learn's `smooth_idf`: as if one further
 * document held every word, so that an unknown word has a weight too.
 */
export function inverseDocumentFrequency(
  { documents, frequencies }: DocumentFrequencies,
  word: string,
): number {
  return Math.log((1 + documents) / (1 + (frequencies.get(word) ?? 0))) + 1;
}

/** Counts of a text's words times their inverse document frequency, scaled to length 1 (scikit-learn `norm='l2'`). */
export function tfIdfVector(words: readonly string[], corpus: DocumentFrequencies): WordVector {
  const weights = new Map<string, number>();
  for (const word of words) weights.set(word, (weights.get(word) ?? 0) + 1);
  let squares = 0;
  for (const [word, count] of weights) {
    const weight = count * inverseDocumentFrequency(corpus, word);
    weights.set(word, weight);
    squares += weight * weight;
  }
  const length = Math.sqrt(squares);
  for (const [word, weight] of weights) weights.set(word, weight / length);
  return weights;
}

/** Cosine of the angle between two vectors of length 1: 0 without a common word, 1 for the same mixture. */
export function cosineSimilarity(a: WordVector, b: WordVector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [word, weight] of small) sum += weight * (large.get(word) ?? 0);
  return Math.min(1, sum);
}
