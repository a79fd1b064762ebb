import { type MarkerLabel, markerLabels } from './marker-labels.ts';
import { niceTicks } from './nice-ticks.ts';
import { extentOf, isDrawn, type SeriesLine, type TimeBucket, type TimeMarker, type Unit } from './series.ts';
import { type AxisTick, axisTicks, type BucketWidth } from './time-format.ts';
import { formatPoint } from './value-format.ts';

export interface PlotInput {
  lines: readonly SeriesLine[];
  buckets: readonly TimeBucket[];
  markers: readonly TimeMarker[];
  width: BucketWidth;
  tz: string;
  unit: Unit;
  /** The value axis begins at zero; without it at the lowest value. */
  fromZero: boolean;
  /** Pixels that the plot is wide, with its axis and the names at the line ends. */
  pixels: number;
}

/** Where everything stands; times are epoch ms, `right` is pixels. */
export interface PlotLayout {
  rows: { at: number; somewhere: number }[];
  timeDomain: [number, number];
  timeTicks: AxisTick[];
  valueDomain: [number, number];
  valueTicks: number[];
  labels: MarkerLabel[];
  endLabels: boolean;
  right: number;
}

/** Pixels of the value axis. */
export const AXIS_WIDTH = 68;
/** Pixels between the axis and the first and last time. */
export const SIDE_ROOM = 10;
/** Letters of a name at the end of its line. */
export const MAX_END_LABEL = 16;
const ROOM_FOR_LABELS = 420;
const TICK_ROOM = 72;

export function plotLayout({
  lines,
  buckets,
  markers,
  width,
  tz,
  unit,
  fromZero,
  pixels,
}: PlotInput): PlotLayout {
  const endLabels = pixels >= ROOM_FOR_LABELS;
  const right = endLabels ? endLabelRoom(lines, unit) : 12;
  const plotPixels = pixels - AXIS_WIDTH - right;

  const extent = extentOf(lines) ?? { low: 0, high: 1 };
  const low = fromZero ? Math.min(0, extent.low) : extent.low;
  const valueTicks = niceTicks(low, extent.high, unit === 'queries');
  const bottom = valueTicks[0] ?? 0;

  const starts = buckets.map(({ start }) => Date.parse(start));
  const first = starts[0] ?? 0;
  const last = starts.at(-1) ?? first;
  const end = Math.max(last, ...markedAfter(last, buckets, markers));
  // A single bucket stands in the middle.
  const room = first === last ? Math.max(1, end - last) : 0;
  const begin = first - room;
  const until = Math.max(end, last + room);
  const x = (at: number) => SIDE_ROOM + ((at - begin) / (until - begin)) * (plotPixels - 2 * SIDE_ROOM);
  return {
    // The value only gives the tooltip something to stand at.
    rows: starts.map((at) => ({ at, somewhere: bottom })),
    timeDomain: [begin, until],
    timeTicks: axisTicks(buckets, width, tz, Math.max(2, Math.floor(plotPixels / TICK_ROOM))),
    valueDomain: [bottom, valueTicks.at(-1) ?? 1],
    valueTicks,
    labels: markerLabels(markers, x, plotPixels),
    endLabels,
    right,
  };
}

/** What happened within the last bucket: the axis ends at its start unless something behind that is to be drawn. */
function markedAfter(last: number, buckets: readonly TimeBucket[], markers: readonly TimeMarker[]): number[] {
  const to = Date.parse(buckets.at(-1)?.to ?? '');
  return markers.map(({ at }) => Date.parse(at)).filter((at) => last < at && at < to);
}

/** About eight pixels a letter; a line alone is labelled with its last value. */
function endLabelRoom(lines: readonly SeriesLine[], unit: Unit): number {
  const labels = lines.map((line) => {
    const last = line.points.findLast(isDrawn);
    if (lines.length > 1) return line.label;
    return last === undefined ? '' : formatPoint(unit, line.isRate, last);
  });
  const letters = Math.max(...labels.map(({ length }) => length), 0);
  return 14 + Math.min(letters, MAX_END_LABEL) * 8.2;
}
