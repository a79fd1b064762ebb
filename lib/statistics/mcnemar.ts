import { twoSidedP } from './normal-distribution.ts';

export interface McNemar {
  /** The test to use, for every number of pairs: close to its nominal size where the exact one is too strict. */
  readonly midP: number;
  readonly exactP: number;
  /** Chi-squared with one degree of freedom, without and with Edwards's continuity correction. */
  readonly chiSquared: number;
  readonly chiSquaredP: number;
  readonly correctedChiSquared: number;
  readonly correctedP: number;
}

/**
 * Whether two systems differ on the same questions, from the questions that only the first (b) and only the
 * second (c) got right. Two-sided p-values, 1 where b = c = 0. Throws RangeError unless both are whole.
 * McNemar (1947); mid-p: Fagerland, Lydersen and Laake (2013).
 */
export function mcNemar(b: number, c: number): McNemar {
  for (const count of [b, c]) {
    if (!(Number.isSafeInteger(count) && count >= 0)) throw new RangeError(`${count} is not a count`);
  }
  const n = b + c;
  if (n === 0) return NO_DISCORDANT_PAIR;
  const tail = lowerTail(Math.min(b, c), n);
  const exactP = Math.min(1, 2 * tail.total);
  const chiSquared = (b - c) ** 2 / n;
  const correctedChiSquared = Math.max(0, Math.abs(b - c) - 1) ** 2 / n;
  return {
    midP: exactP - tail.last,
    exactP,
    chiSquared,
    chiSquaredP: twoSidedP(Math.sqrt(chiSquared)),
    correctedChiSquared,
    correctedP: twoSidedP(Math.sqrt(correctedChiSquared)),
  };
}

const NO_DISCORDANT_PAIR: McNemar = {
  midP: 1,
  exactP: 1,
  chiSquared: 0,
  chiSquaredP: 1,
  correctedChiSquared: 0,
  correctedP: 1,
};

/** Of a fair coin thrown n times: the probability of at most k heads, and of exactly k. */
function lowerTail(k: number, n: number): { total: number; last: number } {
  let logarithm = -n * Math.LN2;
  for (let i = 1; i <= k; i += 1) logarithm += Math.log((n - k + i) / i);
  const last = Math.exp(logarithm);
  let total = last;
  let term = last;
  for (let heads = k; heads > 0 && term > 0; heads -= 1) {
    term *= heads / (n - heads + 1);
    total += term;
  }
  return { total, last };
}
