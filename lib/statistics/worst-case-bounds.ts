import { type Interval, wilsonInterval } from './wilson-interval.ts';

/** Above this weighted share of lost outcomes a rate is shown with its bounds. */
export const LOST_SHARE_FOR_BOUNDS = 0.05;

/**
 * The rate if none, and if all, of the lost outcomes (not labelled, or "cannot tell") were positive, each end
 * taken to its own Wilson limit. `rate` and `nEff` are of the outcomes that are known, `lostShare` is the
 * weight of the lost ones as a share of all, 0 to 1. Manski, Partial Identification (2003).
 */
export function worstCaseBounds(rate: number, nEff: number, lostShare: number): Interval {
  if (!(lostShare >= 0 && lostShare <= 1)) {
    throw new RangeError(`a share lies between 0 and 1, not at ${lostShare}`);
  }
  const lowest = rate * (1 - lostShare);
  return {
    lower: wilsonInterval(lowest, nEff).lower,
    upper: wilsonInterval(Math.min(1, lowest + lostShare), nEff).upper,
  };
}
