import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { cosineSimilarity, documentFrequencies, tfIdfVector, type WordVector } from '#lib/text/tf-idf.ts';
import { contentWordsOf } from '#lib/text/words.ts';

const ROUNDS = 12;

/**
 * Latent semantic analysis (Deerwester et al. 1990) of a corpus: TF-IDF, reduced to the `dimensions` strongest directions
 * by subspace iteration. An embedding of our own for benchmarks; it knows these texts and no others.
 */
export function lsaEmbedding(corpus: readonly string[], dimensions: number): (text: string) => Float32Array {
  const words = corpus.map(contentWordsOf);
  const frequencies = documentFrequencies(words);
  const vectors = words.map((list) => tfIdfVector(list, frequencies));
  const gram = vectors.map((a) => Float64Array.from(vectors, (b) => cosineSimilarity(a, b)));
  const { directions, strengths } = strongest(gram, Math.min(dimensions, corpus.length));
  return (text) => {
    const own = tfIdfVector(contentWordsOf(text), frequencies);
    return projected(own, vectors, directions, strengths);
  };
}

function projected(
  own: WordVector,
  vectors: readonly WordVector[],
  directions: readonly Float64Array[],
  strengths: readonly number[],
): Float32Array {
  const near = vectors.map((vector) => cosineSimilarity(own, vector));
  const vector = Float32Array.from(directions, (direction, i) => {
    const sum = near.reduce((total, value, place) => total + value * (direction[place] ?? 0), 0);
    return sum / Math.sqrt(Math.max(1e-9, strengths[i] ?? 1));
  });
  // A text without a known word points nowhere; stores refuse a vector of length zero.
  return vector.some((value) => value !== 0) ? vector : vector.fill(1 / Math.sqrt(vector.length));
}

/** The eigenvectors of a symmetric matrix with the largest eigenvalues, by orthogonal iteration. */
function strongest(matrix: readonly Float64Array[], count: number) {
  const random = seededRandom(7);
  let directions = Array.from({ length: count }, () => Float64Array.from(matrix, () => random() - 0.5));
  let strengths: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    directions = directions.map((direction) => Float64Array.from(matrix, (row) => dot(row, direction)));
    strengths = orthonormalise(directions);
  }
  return { directions, strengths };
}

/** Gram-Schmidt in place; gives the length that each had. */
function orthonormalise(directions: readonly Float64Array[]): number[] {
  return directions.map((direction, i) => {
    for (const before of directions.slice(0, i)) {
      const shared = dot(before, direction);
      for (let at = 0; at < direction.length; at += 1)
        direction[at] = (direction[at] ?? 0) - shared * (before[at] ?? 0);
    }
    const length = Math.sqrt(dot(direction, direction)) || 1;
    for (let at = 0; at < direction.length; at += 1) direction[at] = (direction[at] ?? 0) / length;
    return length;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
