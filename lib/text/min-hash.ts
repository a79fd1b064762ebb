/** Values in a signature. */
export const SIGNATURE_LENGTH = 128;
const SEED = 0x5eed;

/** What makes each of the 128 hash functions another: the same on every machine and in every release. */
const { masks, factors } = hashFunctions();

function hashFunctions(): { masks: Uint32Array; factors: Uint32Array } {
  let state = SEED;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let x = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return x ^ (x >>> 16);
  };
  return {
    masks: Uint32Array.from({ length: SIGNATURE_LENGTH }, next),
    factors: Uint32Array.from({ length: SIGNATURE_LENGTH }, () => next() | 1),
  };
}

/**
 * MinHash of a set of shingle hashes: the share of equal places of two signatures estimates the Jaccard similarity of
 * their sets, with a standard error of at most 0.045. Written into `target`, which holds 128 values. Broder (1997).
 */
export function writeMinHash(shingles: Uint32Array, target: Uint32Array): void {
  for (let i = 0; i < SIGNATURE_LENGTH; i++) {
    const mask = masks[i] ?? 0;
    const factor = factors[i] ?? 1;
    let least = 0xffffffff;
    for (let j = 0; j < shingles.length; j++) {
      const product = Math.imul((shingles[j] ?? 0) ^ mask, factor);
      const value = (product ^ (product >>> 15)) >>> 0;
      if (value < least) least = value;
    }
    target[i] = least;
  }
}

/** The signature as a new array. */
export function minHash(shingles: Uint32Array): Uint32Array {
  const signature = new Uint32Array(SIGNATURE_LENGTH);
  writeMinHash(shingles, signature);
  return signature;
}
