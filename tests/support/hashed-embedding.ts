import { createHash } from 'node:crypto';

/**
 * A vector of length one from the hashed words and character trigrams of a text. It knows spelling, not meaning; for
 * tests that need near texts to have near vectors.
 */
export function hashedEmbedding(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    addTo(vector, word, 1);
    for (let at = 0; at + 3 <= word.length; at += 1) addTo(vector, `#${word.slice(at, at + 3)}`, 0.3);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector.fill(1 / Math.sqrt(dimensions)) : vector.map((value) => value / length);
}

function addTo(vector: Float32Array, feature: string, weight: number): void {
  const hash = createHash('sha1').update(feature).digest();
  const at = hash.readUInt32LE(0) % vector.length;
  vector[at] = (vector[at] ?? 0) + ((hash[4] ?? 0) % 2 === 0 ? weight : -weight);
}
