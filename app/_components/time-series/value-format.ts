import { formatCount, formatMs, formatScore, formatUsd } from '../number-format.ts';
import type { SeriesPoint, Unit } from './series.ts';

/** 0.0123 -> "1.2 %", 0.4 -> "40 %". One digit after the point below 10 %, none where it would be a zero. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const digits = percent > 0 && percent < 9.95 ? 1 : 0;
  return `${percent.toFixed(digits).replace(/\.0$/, '')} %`;
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

/** "3 of 7", or "7" where a value rests on all of them. */
export function formatBasis({ n, of }: Pick<SeriesPoint, 'n' | 'of'>): string {
  return n === of ? formatCount(of) : `${formatCount(n)} of ${formatCount(of)}`;
}

/** The headline of a point: its value, its band, or its bare counts. */
export function formatPoint(unit: Unit, point: SeriesPoint): string {
  if (point.display === 'counts') return formatBasis(point);
  if (point.value !== null) return formatValue(unit, point.value);
  return point.lower === null || point.upper === null ? '–' : formatInterval(unit, point);
}

/** "2.1 % to 7.9 %"; empty without an interval. */
export function formatInterval(unit: Unit, { lower, upper }: Pick<SeriesPoint, 'lower' | 'upper'>): string {
  if (lower === null || upper === null) return '';
  return `${formatValue(unit, lower)} to ${formatValue(unit, upper)}`;
}
