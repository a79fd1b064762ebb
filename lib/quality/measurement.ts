import { rateDisplay } from '../statistics/rate.ts';
import { type Interval, Z_95 } from '../statistics/wilson-interval.ts';
import type { LabelRate } from './label-sample.ts';
import type { Point } from './schema.ts';

/** What a point says, without where it stands. */
export type Measurement = Pick<
  Point,
  | 'value'
  | 'lower'
  | 'upper'
  | 'n'
  | 'of'
  | 'display'
  | 'bandLower'
  | 'bandUpper'
  | 'weighted'
  | 'notLookedAt'
>;

const NO_BAND = { bandLower: null, bandUpper: null };

/** A rate: n of `of`; a gap where there was nothing to be a share of, counts alone where they bear no value. */
export function rateMeasurement(rate: LabelRate): Measurement | null {
  if (rate.n === 0) return null;
  const { value, lower, upper, positives, n, display, weighted } = rate;
  const interval = value === null ? { lower: null, upper: null } : { lower, upper };
  return {
    value,
    ...interval,
    n: positives,
    of: n,
    display,
    ...NO_BAND,
    ...(weighted === undefined ? {} : { weighted }),
  };
}

export interface Moments {
  mean: number | null;
  /** Sample variance; null below two values. */
  variance: number | null;
  /** Queries with a value. */
  n: number;
}

/** A mean over n of `of` queries with the normal 95 % interval, never below `floor`; a gap without a value. */
export function meanMeasurement({ mean, variance, n }: Moments, of: number, floor = 0): Measurement | null {
  if (mean === null || n === 0) return null;
  const interval = variance === null ? null : normalInterval(mean, variance / n);
  return {
    value: mean,
    lower: interval === null ? null : Math.max(floor, interval.lower),
    upper: interval === null ? null : interval.upper,
    n,
    of,
    display: shownInFull(n),
    ...NO_BAND,
  };
}

export function normalInterval(mean: number, squaredError: number): Interval {
  const half = Z_95 * Math.sqrt(squaredError);
  return { lower: mean - half, upper: mean + half };
}

/** A quantile or median of n of `of` queries, without an interval; a gap without a value. */
export function quantileMeasurement(value: number | null, n: number, of: number): Measurement | null {
  if (value === null || n === 0) return null;
  return { value, lower: null, upper: null, n, of, display: shownInFull(n), ...NO_BAND };
}

/** A sum over n of `of` queries; unknown, not zero, where there were queries and none had the measure. */
export function sumMeasurement(sum: number | null, n: number, of: number): Measurement {
  const value = n > 0 ? sum : of > 0 ? null : 0;
  return { value, lower: null, upper: null, n, of, display: 'full', ...NO_BAND };
}

export function countMeasurement(count: number): Measurement {
  return { value: count, lower: null, upper: null, n: count, of: count, display: 'full', ...NO_BAND };
}

/** A measure is a fact even of one query, so it is greyed where it is thin and never hidden. */
function shownInFull(n: number): Measurement['display'] {
  return rateDisplay(n) === 'full' ? 'full' : 'grey';
}
