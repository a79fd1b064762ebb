import { isDifferent } from './always-valid.ts';
import { twoSidedP } from './normal-distribution.ts';
import { type Difference, type Estimate, moverInterval } from './rate-difference.ts';

/** A mean or another estimate that is no proportion. */
export interface MeasuredEstimate extends Estimate {
  readonly standardError: number;
  /** Independent observations behind it: sessions, where they are drawn as a whole. */
  readonly size: number;
}

/** Two such estimates of different traffic compared, first less second. p is 1 where nothing varies on either side. */
export function estimateDifference(first: MeasuredEstimate, second: MeasuredEstimate): Difference {
  const value = first.value - second.value;
  const standardError = Math.hypot(first.standardError, second.standardError);
  return {
    value,
    ...moverInterval(first, second),
    pValue: standardError === 0 ? 1 : twoSidedP(value / standardError),
    different: standardError > 0 && isDifferent(value, standardError, Math.min(first.size, second.size)),
  };
}
