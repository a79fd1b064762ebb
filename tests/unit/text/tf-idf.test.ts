import { describe, expect, it } from 'vitest';
import {
  cosineSimilarity,
  documentFrequencies,
  inverseDocumentFrequency,
  tfIdfVector,
} from '#lib/text/tf-idf.ts';

/** The example of scikit-learn's guide on text features: counts of three words in six documents. */
const COUNTS = [
  [3, 0, 1],
  [2, 0, 0],
  [3, 0, 0],
  [4, 0, 0],
  [3, 2, 0],
  [3, 0, 2],
];
const WEIGHTS = [
  [0.85151335, 0, 0.52433293],
  [1, 0, 0],
  [1, 0, 0],
  [1, 0, 0],
  [0.55422893, 0.83236428, 0],
  [0.63035731, 0, 0.77630514],
];
const documents = COUNTS.map((counts) =>
  counts.flatMap((count, word) => Array.from({ length: count }, () => `w${word}`)),
);

describe('TF-IDF', () => {
  const corpus = documentFrequencies(documents);

  it('weighs as scikit-learn does with smooth_idf and norm l2', () => {
    documents.forEach((words, i) => {
      const vector = tfIdfVector(words, corpus);
      [0, 1, 2].forEach((word) => {
        expect(vector.get(`w${word}`) ?? 0).toBeCloseTo(WEIGHTS[i]?.[word] ?? Number.NaN, 8);
      });
    });
  });

  it('gives an unknown word the weight of one that no document holds', () => {
    expect(inverseDocumentFrequency(corpus, 'unheard')).toBeCloseTo(Math.log(7) + 1, 12);
  });

  it('makes an empty vector of an empty text, which is like nothing', () => {
    const empty = tfIdfVector([], corpus);
    expect(empty.size).toBe(0);
    expect(cosineSimilarity(empty, tfIdfVector(['w0'], corpus))).toBe(0);
  });
});

describe('cosine', () => {
  const corpus = documentFrequencies(documents);
  const [first = [], second = []] = [documents[0], documents[5]];

  it('is 1 for the same words, 0 without a common one, and the same both ways', () => {
    const [a, b] = [tfIdfVector(first, corpus), tfIdfVector(second, corpus)];
    expect(cosineSimilarity(a, a)).toBeCloseTo(1, 12);
    expect(cosineSimilarity(a, tfIdfVector(['w1'], corpus))).toBe(0);
    expect(cosineSimilarity(a, b)).toBe(cosineSimilarity(b, a));
    expect(cosineSimilarity(a, b)).toBeCloseTo(0.85151335 * 0.63035731 + 0.52433293 * 0.77630514, 7);
  });
});
