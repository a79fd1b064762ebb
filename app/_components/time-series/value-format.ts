import { formatCount, formatMs, formatScore, formatUsd } from '../number-format.ts';
import type { SeriesPoint, Unit } from './series.ts';

/** 0.0123 -> "1.2 %", 0.4 -> "40 %". One digit after the point below 10 %, none where it would be a zero. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const digits = percent > 0 && percent < 9.95 ? 1 : 0;
  return `${percent.toFixed(digits).replace(/\.0$/, '')}\u00a0%`;
}

const tokens = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 });

const FORMATS: Record<Unit, (value: number) => string> = {
  share: formatShare,
  queries: formatCount,
  hits: formatScore,
  score: formatScore,
  ms: formatMs,
  usd: formatUsd,
  tokens: (value) => tokens.format(value),
};

export function formatValue(unit: Unit, value: number): string {
  return FORMATS[unit](value);
}

/** What a point rests on: "3 of 7" for a rate, "n 40 of 60" where a value is known for 40. */
export function formatBasis(isRate: boolean, { n, of }: Pick<SeriesPoint, 'n' | 'of'>): string {
  if (isRate) return `${formatCount(n)} of ${formatCount(of)}`;
  return n === of ? `n ${formatCount(n)}` : `n ${formatCount(n)} of ${formatCount(of)}`;
}

/** The headline of a point: its value, its band, or the bare counts where there are too few for more. */
export function formatPoint(unit: Unit, isRate: boolean, point: SeriesPoint): string {
  if (point.display === 'counts') return formatBasis(isRate, point);
  if (point.value !== null) return formatValue(unit, point.value);
  return point.lower === null || point.upper === null ? '–' : formatInterval(unit, point);
}

/** "2.1 % to 7.9 %"; empty without an interval. */
export function formatInterval(unit: Unit, { lower, upper }: Pick<SeriesPoint, 'lower' | 'upper'>): string {
  if (lower === null || upper === null) return '';
  return `${formatValue(unit, lower)} to ${formatValue(unit, upper)}`;
}
