import { NEAR_DUPLICATE_SIMILARITY } from '../text/near-duplicates.ts';
import { comparableText, jaccard, shinglesOf } from '../text/shingles.ts';
import {
  cosineSimilarity,
  type DocumentFrequencies,
  documentFrequencies,
  tfIdfVector,
} from '../text/tf-idf.ts';
import { contentWordsOf } from '../text/words.ts';

/** How much the hits of one list repeat each other. */
export interface HitDiversity {
  /** Hits with a text: the others cannot be compared. */
  compared: number;
  /** Hits whose text is that of one above them, but for case and space. */
  duplicates: number;
  /** Hits that nearly equal one above them, duplicates not counted. */
  nearDuplicates: number;
  /** Mean TF-IDF cosine of all pairs, 0 to 1; null below two hits with a text. */
  meanSimilarity: number | null;
}

/** `corpus` weighs the words; the list itself where it is left out. */
export function hitDiversity(texts: readonly (string | null)[], corpus?: DocumentFrequencies): HitDiversity {
  const known = texts.filter((text) => text !== null);
  return {
    compared: known.length,
    ...repeats(known.map(comparableText)),
    meanSimilarity: meanSimilarity(known, corpus),
  };
}

function repeats(texts: readonly string[]): Pick<HitDiversity, 'duplicates' | 'nearDuplicates'> {
  const above = new Map<string, Uint32Array>();
  let duplicates = 0;
  let nearDuplicates = 0;
  for (const text of texts) {
    if (above.has(text)) {
      duplicates += 1;
      continue;
    }
    const shingles = shinglesOf(text);
    if ([...above.values()].some((other) => jaccard(shingles, other) >= NEAR_DUPLICATE_SIMILARITY))
      nearDuplicates += 1;
    above.set(text, shingles);
  }
  return { duplicates, nearDuplicates };
}

function meanSimilarity(texts: readonly string[], corpus?: DocumentFrequencies): number | null {
  if (texts.length < 2) return null;
  const words = texts.map(contentWordsOf);
  const weights = corpus ?? documentFrequencies(words);
  const vectors = words.map((of) => tfIdfVector(of, weights));
  let sum = 0;
  for (const [i, vector] of vectors.entries())
    for (const other of vectors.slice(0, i)) sum += cosineSimilarity(vector, other);
  return sum / ((texts.length * (texts.length - 1)) / 2);
}
