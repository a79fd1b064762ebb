import { seededRandom } from './seeded-random.ts';
import { sum } from './sum.ts';

export interface SignFlipTest {
  readonly pValue: number;
  /** Every sign was tried; otherwise a seeded sample of them. */
  readonly exact: boolean;
}

export interface SignFlipOptions {
  /** Sign patterns drawn where there are too many to try all. */
  readonly draws?: number;
  readonly seed?: number;
}

/** 2^16 patterns are tried in a few milliseconds. */
const MAX_EXACT = 16;
const TOLERANCE = 1e-12;

/**
 * Whether paired differences of a score (a question each) have a mean other than 0: under no difference each
 * could have had the other sign. Two-sided; 1 without differences. Sums equal up to rounding count as equal.
 * Fisher, The Design of Experiments (1935); sampled p-values as Phipson and Smyth (2010).
 */
export function signFlipTest(
  differences: readonly number[],
  { draws = 10_000, seed = 1 }: SignFlipOptions = {},
): SignFlipTest {
  // A zero has no sign: leaving it out changes no sum and halves the work.
  const signed = differences.filter((difference) => difference !== 0);
  const scale = sum(signed.map(Math.abs));
  const threshold = Math.abs(sum(signed)) - TOLERANCE * scale;
  if (signed.length <= MAX_EXACT) return { pValue: exactShare(signed, threshold), exact: true };

  const random = seededRandom(seed);
  let extreme = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const total = signed.reduce((partial, d) => (random() < 0.5 ? partial + d : partial - d), 0);
    if (Math.abs(total) >= threshold) extreme += 1;
  }
  return { pValue: (1 + extreme) / (1 + draws), exact: false };
}

function exactShare(signed: readonly number[], threshold: number): number {
  let totals = [0];
  for (const difference of signed)
    totals = totals.flatMap((total) => [total + difference, total - difference]);
  return totals.filter((total) => Math.abs(total) >= threshold).length / totals.length;
}
