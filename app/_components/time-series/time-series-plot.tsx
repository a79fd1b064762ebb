'use client';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react';
import { CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { type MarkerLabel, markerLabels } from './marker-labels.ts';
import { niceTicks } from './nice-ticks.ts';
import { PointTooltip } from './point-tooltip.tsx';
import {
  type ActivePoint,
  extentOf,
  isDrawn,
  rowsHref,
  type SeriesLine,
  type TimeBucket,
  type TimeMarker,
  type Unit,
} from './series.ts';
import { MAX_END_LABEL, SeriesLayer } from './series-layer.tsx';
import { axisTicks, type BucketWidth } from './time-format.ts';
import classes from './time-series.module.css';
import { formatPoint, formatValue } from './value-format.ts';

export interface PlotProps {
  title: string;
  lines: readonly SeriesLine[];
  buckets: readonly TimeBucket[];
  markers: readonly TimeMarker[];
  width: BucketWidth;
  tz: string;
  unit: Unit;
  /** The value axis begins at zero; without it at the lowest value. */
  fromZero: boolean;
  /** Charts of one group show the same time. */
  syncId: string | undefined;
  /** Pixels that the plot is wide. */
  pixels: number;
}

const ROOM_FOR_LABELS = 420;
const AXIS_WIDTH = 68;
const TICK_ROOM = 72;
/** Between the axis and the first and last time. */
const SIDE_ROOM = 10;

/** The drawing itself: the only part of a chart that needs Recharts. */
export default function TimeSeriesPlot(props: PlotProps) {
  const { lines, buckets, unit, pixels } = props;
  const router = useRouter();
  const [isSource, setSource] = useState(false);
  const [keyLine, setKeyLine] = useState<number | null>(null);
  const active = useRef<ActivePoint | undefined>(undefined);
  const tapped = useRef<string | null>(null);
  const pointer = useRef('mouse');

  const open = (inNewTab: boolean) => {
    const point = active.current;
    const bucket = point && buckets[point.point.bucket];
    const href = point && bucket ? rowsHref(point.line, bucket) : null;
    if (href === null) return;
    if (inNewTab) window.open(href, '_blank', 'noopener');
    else router.push(href);
  };
  const onClick = (event: MouseEvent) => {
    const key = active.current && `${active.current.line.id} ${active.current.point.bucket}`;
    // A finger cannot hover: its first tap shows the numbers, a second one on the same point opens them.
    if (pointer.current === 'touch' && tapped.current !== key) tapped.current = key ?? null;
    else open(event.metaKey || event.ctrlKey);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(event.metaKey || event.ctrlKey);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const step = event.key === 'ArrowUp' ? -1 : 1;
      setKeyLine((line) => ((line ?? 0) + step + lines.length) % lines.length);
    } else {
      if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') setKeyLine((line) => line ?? 0);
      return;
    }
    event.preventDefault();
    // Enter means "hide the tooltip" to the chart below.
    event.stopPropagation();
  };
  const onPointer = (event: PointerEvent) => {
    pointer.current = event.pointerType;
    setSource(true);
    setKeyLine(null);
  };

  const endLabels = pixels >= ROOM_FOR_LABELS;
  const right = endLabels ? endLabelRoom(lines, unit) : 12;
  const { rows, domain, ticks, xDomain, yTicks } = layout(props, pixels - AXIS_WIDTH - right);
  const width = pixels - AXIS_WIDTH - right;
  const [begin, end] = xDomain;
  const x = (at: number) => SIDE_ROOM + ((at - begin) / (end - begin)) * (width - 2 * SIDE_ROOM);
  const labels = markerLabels(props.markers, x, width);
  return (
    // The chart inside is the one focusable thing; this box only hears what happens in it.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: onKeyDownCapture is its counterpart
    <div
      className={classes.plot}
      onClick={onClick}
      onKeyDownCapture={onKey}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => setSource(false)}
      onFocus={() => setSource(true)}
      onBlur={() => setSource(false)}
    >
      <ComposedChart
        width={pixels}
        height={PLOT_HEIGHT}
        data={rows}
        margin={{ top: 16, right, bottom: 0, left: 0 }}
        title={`${props.title}. Left and right move in time, up and down between lines, Enter opens the queries.`}
        {...(props.syncId === undefined ? {} : { syncId: props.syncId })}
      >
        <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={xDomain}
          ticks={ticks.map(({ at }) => at)}
          tickFormatter={(at: number) => ticks.find((tick) => tick.at === at)?.label ?? ''}
          interval={0}
          tickLine={false}
          axisLine={{ stroke: 'var(--chart-axis)' }}
          tick={{ fontSize: 12, fill: 'var(--chart-text)' }}
          padding={{ left: SIDE_ROOM, right: SIDE_ROOM }}
        />
        <YAxis
          width={AXIS_WIDTH}
          domain={domain}
          ticks={yTicks}
          interval={0}
          tickFormatter={(value: number) => formatValue(unit, value)}
          tickLine={false}
          axisLine={false}
          tick={{ fontSize: 12, fill: 'var(--chart-text)' }}
        />
        {/* Unseen: gives the tooltip its times; the layer below draws. */}
        <Line dataKey="somewhere" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
        {labels.map((label) => (
          <ReferenceLine
            key={`${label.at} ${label.text}`}
            x={label.at}
            stroke="var(--chart-text)"
            strokeDasharray="2 3"
            label={{ content: ({ viewBox }) => <MarkerText label={label} viewBox={viewBox} /> }}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={false}
          wrapperStyle={{ zIndex: 5 }}
          content={() => (isSource ? <PointTooltip {...props} keyLine={keyLine} /> : null)}
        />
        <SeriesLayer
          lines={lines}
          buckets={buckets}
          unit={unit}
          keyLine={keyLine}
          isSource={isSource}
          endLabels={endLabels}
          active={active}
        />
      </ComposedChart>
    </div>
  );
}

/** Above the plot, beside the line. */
function MarkerText({ label, viewBox }: { label: MarkerLabel; viewBox: unknown }) {
  const { x = 0, y = 0 } = viewBox as { x?: number; y?: number };
  return (
    <text
      x={x + (label.anchor === 'start' ? 3 : -3)}
      y={y - 4}
      textAnchor={label.anchor}
      fontSize={11}
      fill="var(--chart-text)"
    >
      {label.text}
    </text>
  );
}

export const PLOT_HEIGHT = 220;

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

function layout({ lines, buckets, width, tz, unit, fromZero }: PlotProps, plotPixels: number) {
  const extent = extentOf(lines) ?? { low: 0, high: 1 };
  const low = fromZero ? Math.min(0, extent.low) : extent.low;
  const yTicks = niceTicks(low, extent.high, unit === 'queries');
  const starts = buckets.map(({ start }) => Date.parse(start));
  const first = starts[0] ?? 0;
  const last = starts.at(-1) ?? first;
  // A single bucket stands in the middle.
  const room = first === last ? 1 : 0;
  const domain: [number, number] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  return {
    // The value only gives the tooltip something to stand at.
    rows: starts.map((at) => ({ at, somewhere: domain[0] })),
    domain,
    yTicks,
    xDomain: [first - room, last + room] as [number, number],
    ticks: axisTicks(buckets, width, tz, Math.max(2, Math.floor(plotPixels / TICK_ROOM))),
  };
}
