import type { Rate } from '#lib/statistics/rate.ts';

/** 0.8349 -> "83 %". */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** 0.7012 -> "0.70"; with a minus sign below 0. */
export function formatCoefficient(value: number): string {
  return value.toFixed(2).replace('-0.00', '0.00').replace('-', '−');
}

/** "83 % (71 to 91)" with its 95 % interval; undefined where n allows counts only. */
export function rateWords({ value, lower, upper, display }: Rate): string | undefined {
  if (value === null || display === 'counts') return undefined;
  return `${formatPercent(value)} (${Math.round(lower * 100)} to ${Math.round(upper * 100)})`;
}
