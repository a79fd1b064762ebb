import { maximalMarginalRelevance } from '../text/maximal-marginal-relevance.ts';
import { cosineSimilarity, documentFrequencies, tfIdfVector } from '../text/tf-idf.ts';
import { contentWordsOf } from '../text/words.ts';

/**
 * Which candidates maximal marginal relevance would have returned, by their places, in its order. Similarity is the
 * TF-IDF cosine of the words, those of the candidates weighed among themselves: it is not that of the store's vectors.
 * A candidate without a text is like nothing and comes last.
 */
export function diversifiedCandidates(
  question: string,
  candidates: readonly { text: string | null }[],
  { lambda, k }: { lambda: number; k: number },
): number[] {
  const words = candidates.map(({ text }) => contentWordsOf(text ?? ''));
  const corpus = documentFrequencies(words);
  const vectors = words.map((of) => tfIdfVector(of, corpus));
  const asked = tfIdfVector(contentWordsOf(question), corpus);
  const none = new Map<string, number>();
  return maximalMarginalRelevance({
    relevance: candidates.map(({ text }, i) =>
      text === null ? -1 : cosineSimilarity(asked, vectors[i] ?? none),
    ),
    similarity: (a, b) => cosineSimilarity(vectors[a] ?? none, vectors[b] ?? none),
    lambda,
    k,
  });
}
