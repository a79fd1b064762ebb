import { hajekRate, type WeightedOutcome } from './hajek-rate.ts';
import { type Interval, wilsonInterval } from './wilson-interval.ts';

/** How far a rate may be shown: its counts alone, greyed as uncertain, or in full. */
export type RateDisplay = 'counts' | 'grey' | 'full';

export interface Rate extends Interval {
  /** Null when there is no outcome. */
  readonly value: number | null;
  /** Unweighted: the "3" of "3 of 7". Fractional where labels of one item disagree. */
  readonly positives: number;
  readonly n: number;
  readonly nEff: number;
  readonly display: RateDisplay;
}

const MIN_EFFECTIVE_FOR_NUMBER = 10;
const MIN_EFFECTIVE_FOR_FULL = 30;

/** By the effective number of outcomes, not the raw one. */
export function rateDisplay(nEff: number): RateDisplay {
  if (nEff < MIN_EFFECTIVE_FOR_NUMBER) return 'counts';
  return nEff < MIN_EFFECTIVE_FOR_FULL ? 'grey' : 'full';
}

/** A rate with its 95 % interval from sampled outcomes; no outcome gives no value and all of [0, 1]. */
export function rateOfOutcomes(rows: readonly WeightedOutcome[]): Rate {
  if (rows.length === 0) return rateOfCounts(0, 0);
  const { value, lower, upper, n, nEff } = hajekRate(rows);
  const positives = rows.reduce((sum, { y }) => sum + y, 0);
  return { value, lower, upper, positives, n, nEff, display: rateDisplay(nEff) };
}

/** The same for independent, equally weighted outcomes of which only the counts are known. */
export function rateOfCounts(positives: number, n: number): Rate {
  if (!(positives >= 0 && positives <= n)) throw new RangeError(`${positives} of ${n} is not a rate`);
  const value = n === 0 ? null : positives / n;
  return { value, ...wilsonInterval(value ?? 0, n), positives, n, nEff: n, display: rateDisplay(n) };
}
