/** Four 32-bit words, not all zero. */
export type XoshiroState = readonly [number, number, number, number];

/**
 * A reproducible generator: each call returns a number in [0, 1), a multiple of 2^-32. The same seed gives
 * the same sequence on every machine; only the low 32 bits of the seed count. Not for secrets.
 */
export function seededRandom(seed: number): () => number {
  const next = xoshiro128(expandSeed(seed));
  return () => next() / 2 ** 32;
}

/** xoshiro128** 1.1 by Blackman and Vigna (https://prng.di.unimi.it/): unsigned 32-bit integers. */
export function xoshiro128([s0, s1, s2, s3]: XoshiroState): () => number {
  let [a, b, c, d] = [s0 | 0, s1 | 0, s2 | 0, s3 | 0];
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

/** Murmur3's finaliser over a Weyl sequence: neighbouring seeds give unrelated states. */
function expandSeed(seed: number): XoshiroState {
  const word = (step: number): number => {
    let x = (seed + Math.imul(step, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return x ^ (x >>> 16);
  };
  return [word(1), word(2), word(3), word(4)];
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
