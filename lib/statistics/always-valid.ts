/** Fewer than this on the smaller side, and no difference is ever called. */
const FIRST_LOOK = 30;
/** The size at which the multiplier is about smallest. */
const TUNED_SIZE = 200;
const LOG_TERM = -2 * Math.log(0.05);
const MIXING_RATIO = (LOG_TERM + Math.log(LOG_TERM + 1)) / TUNED_SIZE;

/**
 * What to take in place of 1.96 standard errors, so that an interval holds its 95 % over all looks together,
 * however often one looks and whenever one stops. `size` is the smaller effective size of two sides; null below
 * 30, where the asymptotics do not carry. Robbins (1970); Waudby-Smith et al., Time-uniform central limit
 * theory (2021).
 */
export function alwaysValidMultiplier(size: number): number | null {
  return size < FIRST_LOOK ? null : robbinsMultiplier(size);
}

/** The boundary of Robbins's normal mixture in standard errors at any size above 0. */
export function robbinsMultiplier(size: number): number {
  const information = size * MIXING_RATIO;
  return Math.sqrt((1 + 1 / information) * (Math.log(information + 1) + LOG_TERM));
}

/** Whether a difference may be called one: the badge "different", "better" and "worse" rest on this alone. */
export function isDifferent(difference: number, standardError: number, size: number): boolean {
  const multiplier = alwaysValidMultiplier(size);
  return multiplier !== null && Math.abs(difference) > multiplier * standardError;
}
