import { isDifferent } from './always-valid.ts';
import { mcNemar } from './mcnemar.ts';
import type { Difference } from './rate-difference.ts';
import { Z_95 } from './wilson-interval.ts';

/** The same questions under two systems. */
export interface PairedCounts {
  /** Questions that only the first, and only the second, got right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** All questions, those with equal outcomes included. */
  readonly n: number;
}

/**
 * First rate less second over the same questions: interval by Bonett and Price (2012), p-value by McNemar's
 * mid-p. The value is shrunk a little towards 0 with the interval around it. Throws RangeError on counts that
 * do not fit.
 */
export function pairedDifference({ onlyFirst, onlySecond, n }: PairedCounts): Difference {
  const { midP } = mcNemar(onlyFirst, onlySecond);
  if (!(Number.isSafeInteger(n) && n >= onlyFirst + onlySecond)) {
    throw new RangeError(`${onlyFirst} and ${onlySecond} are not counts of ${n} questions`);
  }
  const first = (onlyFirst + 1) / (n + 2);
  const second = (onlySecond + 1) / (n + 2);
  const value = first - second;
  const standardError = Math.sqrt((first + second - value ** 2) / (n + 2));
  return {
    value,
    lower: Math.max(-1, value - Z_95 * standardError),
    upper: Math.min(1, value + Z_95 * standardError),
    pValue: midP,
    different: isDifferent(value, standardError, n),
  };
}
