import { maximalMarginalRelevance } from '../text/maximal-marginal-relevance.ts';
import {
  cosineSimilarity,
  type DocumentFrequencies,
  documentFrequencies,
  tfIdfVector,
} from '../text/tf-idf.ts';
import { contentWordsOf } from '../text/words.ts';
import { dotProduct } from './dot-product.ts';
import type { LexicalIndex } from './lexical-index.ts';
import type { RetrievalSettings } from './schema.ts';
import { fusedScores, type ScoredPlace } from './score-fusion.ts';

/** A chunk that the vector store found. */
export interface SimilarChunk extends ScoredPlace {
  vector: Float32Array | null;
}

export interface Ranking {
  /** In the order in which they are given to the model, at most k, none below the threshold. */
  hits: ScoredPlace[];
  /** What was found before threshold, MMR and k. */
  candidates: ScoredPlace[];
  /** The best score that the threshold was held against; -Infinity where nothing was found. */
  best: number;
}

export interface RankingInput {
  question: string;
  texts: readonly string[];
  lexical: LexicalIndex;
  /** What the vector store found, the nearest first; absent without an embedding model. */
  similar?: readonly SimilarChunk[];
  settings: Omit<RetrievalSettings, 'threshold'>;
  threshold: number;
}

/**
 * The best chunks for a question. Scores: `lexical` has BM25+ as a share of the most that the question could reach,
 * `similarity` the cosine, `hybrid` their weighted sum; `mmr` keeps the cosine, or BM25+ where nothing is embedded.
 */
export function rankedChunks(input: RankingInput): Ranking {
  const { settings, threshold, similar, lexical, question } = input;
  const { mode, k, fetchK } = settings;
  const width = Math.max(k, fetchK);
  const candidates =
    mode === 'hybrid'
      ? hybrid(input, width)
      : mode === 'lexical' || similar === undefined
        ? lexical.search(question, width)
        : similar.slice(0, width).map(({ place, score }) => ({ place, score }));
  const kept = candidates.filter(({ score }) => score >= threshold);
  const hits = mode === 'mmr' ? diversified(input, kept) : kept.slice(0, k);
  const best = Math.max(Number.NEGATIVE_INFINITY, ...candidates.map(({ score }) => score));
  return { hits, candidates, best };
}

function hybrid({ lexical, question, similar = [], settings }: RankingInput, width: number): ScoredPlace[] {
  const matches = lexical.search(question, width);
  return fusedScores(matches, similar.slice(0, width), settings.lexicalWeight).slice(0, width);
}

function diversified(
  { texts, similar, settings }: RankingInput,
  kept: readonly ScoredPlace[],
): ScoredPlace[] {
  const chosen = maximalMarginalRelevance({
    relevance: kept.map(({ score }) => score),
    similarity: likeness(kept, texts, similar),
    lambda: settings.lambda,
    k: settings.k,
  });
  return chosen.flatMap((place) => kept[place] ?? []);
}

/** Of two candidates: the cosine of their vectors, or of their words where there are none. */
function likeness(
  kept: readonly ScoredPlace[],
  texts: readonly string[],
  similar: readonly SimilarChunk[] | undefined,
): (a: number, b: number) => number {
  const vectors = new Map(
    similar?.flatMap(({ place, vector }) => (vector === null ? [] : [[place, vector]])),
  );
  const own = kept.map(({ place }) => vectors.get(place));
  if (own.length > 0 && own.every((vector) => vector !== undefined))
    return (a, b) => dotProduct(own[a] ?? new Float32Array(), own[b] ?? new Float32Array());
  const words = kept.map(({ place }) => contentWordsOf(texts[place] ?? ''));
  const corpus: DocumentFrequencies = documentFrequencies(words);
  const weighted = words.map((list) => tfIdfVector(list, corpus));
  return (a, b) => cosineSimilarity(weighted[a] ?? new Map(), weighted[b] ?? new Map());
}
