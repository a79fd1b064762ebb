import { countOf } from '../number-format.ts';
import { isDrawn, type SeriesLine, type SeriesPoint, type TimeBucket, type Unit } from './series.ts';
import { type BucketWidth, formatBucket } from './time-format.ts';
import { formatBasis, formatInterval, formatPoint, formatValue } from './value-format.ts';

export interface SummaryInput {
  lines: readonly SeriesLine[];
  buckets: readonly TimeBucket[];
  width: BucketWidth;
  tz: string;
  unit: Unit;
}

/** One sentence with what the chart shows, from the same numbers. */
export function summarise(input: SummaryInput): string {
  const lines = input.lines.filter((line) => line.points.length > 0);
  const [only] = lines;
  if (only === undefined) return 'Nothing was measured in this range.';
  return lines.length === 1 ? summariseLine(only, input) : summariseLines(lines, input);
}

function summariseLine(line: SeriesLine, input: SummaryInput): string {
  const { buckets, width, unit } = input;
  const drawn = line.points.filter(isDrawn);
  if (drawn.length === 0) return summariseUndrawn(line.points, input);
  const high = drawn.reduce((a, b) => (b.value > a.value ? b : a));
  const low = drawn.reduce((a, b) => (b.value < a.value ? b : a));
  const last = drawn.findLast((point) => buckets[point.bucket]?.partial === false) ?? drawn.at(-1) ?? high;
  const unfinished = buckets[last.bucket]?.partial ? ' (not over yet)' : '';
  const lastText = `${when(last, input)}${unfinished}: ${withBasis(unit, last)}.`;
  if (high.value === low.value) {
    return drawn.length === 1
      ? lastText
      : `${formatValue(unit, high.value)} in each of ${countOf(drawn.length, width)}.`;
  }
  return `Highest ${withBasis(unit, high)} (${when(high, input)}), lowest ${formatPoint(unit, low)} (${when(low, input)}). ${lastText}`;
}

function summariseUndrawn(points: readonly SeriesPoint[], { unit, width }: SummaryInput): string {
  const banded = points.filter((point) => point.display !== 'counts' && point.lower !== null);
  const last = banded.at(-1);
  if (last !== undefined) {
    return `Too few hits are graded for a line: the value lies within the band, last ${formatInterval(unit, last)}.`;
  }
  const n = points.reduce((sum, point) => sum + point.n, 0);
  const of = points.reduce((sum, point) => sum + point.of, 0);
  return `Too few in any ${width} for a rate: ${formatBasis({ n, of })} in all.`;
}

function summariseLines(lines: readonly SeriesLine[], input: SummaryInput): string {
  const { buckets, unit } = input;
  const whole = buckets.findLastIndex((bucket, i) => !bucket.partial && lines.some((line) => has(line, i)));
  const at = whole >= 0 ? whole : buckets.findLastIndex((_, i) => lines.some((line) => has(line, i)));
  const parts = lines.flatMap((line) => {
    const point = line.points.find((item) => item.bucket === at);
    return point === undefined ? [] : [`${line.label} ${formatPoint(unit, point)}`];
  });
  const bucket = buckets[at];
  if (bucket === undefined || parts.length === 0) return 'Nothing was measured in this range.';
  return `${formatBucket(bucket, input.width, input.tz)}: ${parts.join(', ')}.`;
}

const has = (line: SeriesLine, bucket: number) => line.points.some((point) => point.bucket === bucket);

function withBasis(unit: Unit, point: SeriesPoint): string {
  const text = formatPoint(unit, point);
  return unit === 'share' && point.display !== 'counts' ? `${text}, ${formatBasis(point)}` : text;
}

function when(point: SeriesPoint, { buckets, width, tz }: SummaryInput): string {
  const bucket = buckets[point.bucket];
  return bucket === undefined ? '' : formatBucket(bucket, width, tz);
}
