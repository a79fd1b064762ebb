import { isDifferent } from './always-valid.ts';
import { twoSidedP } from './normal-distribution.ts';
import type { Interval } from './wilson-interval.ts';

/** A rate or any other estimate with its interval. */
export interface Estimate extends Interval {
  readonly value: number;
}

export interface SampledRate extends Estimate {
  readonly nEff: number;
}

export interface Difference extends Interval {
  /** First less second. */
  readonly value: number;
  /** Two-sided; not corrected for other comparisons. */
  readonly pValue: number;
  /** Holds under repeated looking; the interval and the p-value are for one look. */
  readonly different: boolean;
}

/**
 * Interval of the difference of two independent estimates from their own intervals, of the same level: MOVER.
 * Also for means with a bootstrap interval. Newcombe (1998); Zou and Donner (2008).
 */
export function moverInterval(first: Estimate, second: Estimate): Interval {
  const difference = first.value - second.value;
  return {
    lower: difference - Math.hypot(first.value - first.lower, second.upper - second.value),
    upper: difference + Math.hypot(first.upper - first.value, second.value - second.lower),
  };
}

/**
 * Two rates of different traffic compared. The standard error adds two pseudo-failures and two
 * pseudo-successes to each side (Agresti and Caffo, 2000).
 */
export function rateDifference(first: SampledRate, second: SampledRate): Difference {
  const value = first.value - second.value;
  const standardError = Math.sqrt(adjustedVariance(first) + adjustedVariance(second));
  return {
    value,
    ...moverInterval(first, second),
    pValue: twoSidedP(value / standardError),
    different: isDifferent(value, standardError, Math.min(first.nEff, second.nEff)),
  };
}

function adjustedVariance({ value, nEff }: SampledRate): number {
  const rate = (value * nEff + 2) / (nEff + 4);
  return (rate * (1 - rate)) / (nEff + 4);
}
