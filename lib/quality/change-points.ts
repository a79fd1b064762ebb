import type { Change } from './schema.ts';

export type ChangeMetric = Change['metric'];

export interface RateSide {
  positives: number;
  n: number;
}

/** Smaller or thinner changes are passed over: they would be noise, or nobody would care. */
const MIN_PER_SIDE = 30;
const MIN_DIFFERENCE = 0.02;
const MIN_TIMED_PER_SIDE = 100;
const MIN_RATIO = 1.4;
const MIN_MS = 20;
/**
 * Five metrics over a dozen candidates are looked at every day. Four standard errors happen by chance once in
 * 16,000 comparisons, that is, on about one look in 250.
 */
const MIN_Z = 4;

/**
 * z of the difference of two proportions, pooled, at the effective number of observations: queries of one session
 * are alike, which `designEffect` (1 or more) divides out. Null where the change does not stand out.
 */
export function rateChange(before: RateSide, after: RateSide, designEffect: number): number | null {
  const n1 = before.n / designEffect;
  const n2 = after.n / designEffect;
  if (n1 < MIN_PER_SIDE || n2 < MIN_PER_SIDE) return null;
  const difference = after.positives / after.n - before.positives / before.n;
  if (Math.abs(difference) < MIN_DIFFERENCE) return null;
  const pooled = (before.positives + after.positives) / (before.n + after.n);
  const z = Math.abs(difference) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  return z >= MIN_Z ? z : null;
}

export interface LatencySide {
  p95Ms: number | null;
  n: number;
}

/** Standard error of the logarithm of a 95th percentile times the square root of n, for exponential waiting times. */
const LOG_P95_ERROR = Math.sqrt(0.95 / 0.05) / Math.log(20);

/** The same scale for a 95th percentile: z of the logarithm of the ratio; small ratios are passed over. */
export function latencyChange(before: LatencySide, after: LatencySide, designEffect: number): number | null {
  const n1 = before.n / designEffect;
  const n2 = after.n / designEffect;
  if (n1 < MIN_TIMED_PER_SIDE || n2 < MIN_TIMED_PER_SIDE || !before.p95Ms || !after.p95Ms) return null;
  const ratio = after.p95Ms / before.p95Ms;
  if (Math.max(ratio, 1 / ratio) < MIN_RATIO || Math.abs(after.p95Ms - before.p95Ms) < MIN_MS) return null;
  const z = Math.abs(Math.log(ratio)) / (LOG_P95_ERROR * Math.sqrt(1 / n1 + 1 / n2));
  return z >= MIN_Z ? z : null;
}
