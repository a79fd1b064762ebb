import { cutText } from '../cut-text.ts';
import { countOf } from '../number-format.ts';
import { isDrawn, pointAt, type SeriesLine, type SeriesPoint, type TimeBucket, type Unit } from './series.ts';
import { type BucketWidth, formatBucket } from './time-format.ts';
import { formatBasis, formatInterval, formatPoint, formatValue } from './value-format.ts';

/** The legend has the names in full. */
const LABEL_LENGTH = 30;

type DrawnPoint = SeriesPoint & { value: number };

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
  if (drawn.length === 0) return summariseUndrawn(line, input);
  const whole = drawn.filter((point) => buckets[point.bucket]?.partial === false);
  const compared = whole.length > 0 ? whole : drawn;
  const high = compared.reduce((a, b) => (b.value > a.value ? b : a));
  const low = compared.reduce((a, b) => (b.value < a.value ? b : a));
  const last = compared.at(-1) ?? high;
  const unfinished = whole.length === 0 ? ' (part of it)' : '';
  const lastText = `${when(last, input)}${unfinished}: ${withBasis(unit, line, last)}.`;
  if (high.value === low.value) {
    return compared.length === 1
      ? lastText
      : `${formatValue(unit, high.value)} in each of ${countOf(compared.length, width)}.${unfinishedText(drawn, line, input)}`;
  }
  return `Highest ${withBasis(unit, line, high)} (${when(high, input)}), lowest ${formatPoint(unit, line.isRate, low)} (${when(low, input)}). ${lastText}`;
}

/** What the step says that is not over yet, where the whole ones all say the same. */
function unfinishedText(drawn: readonly DrawnPoint[], line: SeriesLine, input: SummaryInput): string {
  const last = drawn.at(-1);
  if (last === undefined || input.buckets[last.bucket]?.partial !== true) return '';
  return ` ${when(last, input)} so far: ${withBasis(input.unit, line, last)}.`;
}

function summariseUndrawn({ points, isRate }: SeriesLine, { unit, width }: SummaryInput): string {
  const banded = points.filter((point) => point.display !== 'counts' && point.lower !== null);
  const last = banded.at(-1);
  if (last !== undefined) {
    return `Too few hits are graded for a line: the value lies within the band, last ${formatInterval(unit, last)}.`;
  }
  const n = points.reduce((sum, point) => sum + point.n, 0);
  const of = points.reduce((sum, point) => sum + point.of, 0);
  return `Too few in any ${width} for a number: ${formatBasis(isRate, { n, of })} in all.`;
}

function summariseLines(lines: readonly SeriesLine[], input: SummaryInput): string {
  const { buckets, unit } = input;
  const lastWhere = (holds: (bucket: TimeBucket, i: number) => boolean) => buckets.findLastIndex(holds);
  const whole = lastWhere((bucket, i) => !bucket.partial && lines.some((line) => isDrawnAt(line, i)));
  const at = whole >= 0 ? whole : lastWhere((_, i) => lines.some((line) => pointAt(line, i) !== undefined));
  const parts = lines.flatMap((line) => {
    const point = pointAt(line, at);
    return point === undefined
      ? []
      : [`${cutText(line.label, LABEL_LENGTH)} ${withCounts(unit, line, point)}`];
  });
  const bucket = buckets[at];
  if (bucket === undefined || parts.length === 0) return 'Nothing was measured in this range.';
  return `${formatBucket(bucket, input.width, input.tz)}: ${parts.join(', ')}.`;
}

function isDrawnAt(line: SeriesLine, bucket: number): boolean {
  const point = pointAt(line, bucket);
  return point !== undefined && isDrawn(point);
}

function withBasis(unit: Unit, { isRate }: SeriesLine, point: SeriesPoint): string {
  const text = formatPoint(unit, isRate, point);
  const isCount = unit === 'queries' || point.display === 'counts';
  return isCount ? text : `${text}, ${formatBasis(isRate, point)}`;
}

/** In a list the basis stands in brackets. */
function withCounts(unit: Unit, { isRate }: SeriesLine, point: SeriesPoint): string {
  const basis = formatBasis(isRate, point);
  if (point.display === 'counts') return isRate ? basis : `too few (${basis})`;
  return `${formatPoint(unit, isRate, point)} (${basis})`;
}

function when(point: SeriesPoint, { buckets, width, tz }: SummaryInput): string {
  const bucket = buckets[point.bucket];
  return bucket === undefined ? '' : formatBucket(bucket, width, tz);
}
