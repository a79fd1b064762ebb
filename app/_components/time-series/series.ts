/** How a number is written. */
export type Unit = 'share' | 'queries' | 'hits' | 'score' | 'ms' | 'usd' | 'tokens';

export interface TimeBucket {
  /** Where the bucket stands on the axis, ISO 8601. */
  start: string;
  /** The half-open part of it that was counted. */
  from: string;
  to: string;
  /** Not over yet, or cut by the range. */
  partial: boolean;
}

export interface SeriesPoint {
  /** Place in the list of buckets. */
  bucket: number;
  /** Null: nothing to draw but perhaps a band between `lower` and `upper`. */
  value: number | null;
  lower: number | null;
  upper: number | null;
  /** "n of `of`" is what the value rests on. */
  n: number;
  of: number;
  /** `grey` rests on few, `counts` on so few that only "n of m" is said. */
  display: 'full' | 'grey' | 'counts';
}

export interface SeriesLine {
  id: string;
  label: string;
  /** Colour, dash and marker; the same thing has the same slot in every chart. */
  slot: number;
  /** Opens the rows of a point once `from` and `to` are added; null where no address can name them. */
  href: string | null;
  /** How many rows that is: the point's `n`, its `of`, or not known before. */
  opens: 'n' | 'of' | 'some';
  /** Whether `n` of a point is the counted part of `of`; otherwise it is how many of them have a value. */
  isRate: boolean;
  points: SeriesPoint[];
}

/** Lines that are drawn together. A chart with several views lets the reader choose one. */
export interface SeriesView {
  id: string;
  label: string;
  lines: SeriesLine[];
}

/** Something that happened: a vertical line. */
export interface TimeMarker {
  at: string;
  label: string;
}

export interface ActivePoint {
  line: SeriesLine;
  point: SeriesPoint;
}

/** What happened within a bucket, in words; empty where nothing did. */
export function markedIn({ from, to }: TimeBucket, markers: readonly TimeMarker[]): string {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  return markers
    .filter(({ at }) => begin <= Date.parse(at) && Date.parse(at) < end)
    .map(({ label }) => label)
    .join(', ');
}

/** The page with the rows that made a point. */
export function rowsHref(line: SeriesLine, bucket: TimeBucket): string | null {
  if (line.href === null) return null;
  const range = new URLSearchParams({ from: bucket.from, to: bucket.to });
  return `${line.href}${line.href.includes('?') ? '&' : '?'}${range}`;
}

export function pointAt(line: SeriesLine, bucket: number): SeriesPoint | undefined {
  return line.points.find((point) => point.bucket === bucket);
}

/** Whether the point has a place on the value axis. */
export function isDrawn(point: SeriesPoint): point is SeriesPoint & { value: number } {
  return point.value !== null && point.display !== 'counts';
}

/** Whether it has at least an interval or band to draw. */
export function hasBand(point: SeriesPoint): point is SeriesPoint & { lower: number; upper: number } {
  return point.lower !== null && point.upper !== null && point.display !== 'counts';
}

/** Highest and lowest of everything drawn; undefined where nothing is. */
export function extentOf(lines: readonly SeriesLine[]): { low: number; high: number } | undefined {
  const values = lines.flatMap((line) =>
    line.points.flatMap((point) => [
      ...(isDrawn(point) ? [point.value] : []),
      ...(hasBand(point) ? [point.lower, point.upper] : []),
    ]),
  );
  if (values.length === 0) return undefined;
  return values.reduce(
    (extent, value) => ({ low: Math.min(extent.low, value), high: Math.max(extent.high, value) }),
    { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY },
  );
}
