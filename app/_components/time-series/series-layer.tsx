import { type RefObject, useEffect } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { bandPath, linePaths, type Scales, type StrokeKind, spreadLabels } from './line-paths.ts';
import { MAX_END_LABEL } from './plot-layout.ts';
import {
  type ActivePoint,
  isDrawn,
  pointAt,
  type SeriesLine,
  type SeriesPoint,
  type TimeBucket,
  type Unit,
} from './series.ts';
import { seriesStyle, UNFINISHED_DASH, UNSURE_COLOUR } from './series-style.ts';
import { useActivePoint } from './use-active-point.ts';
import { formatBasis, formatPoint } from './value-format.ts';

interface LayerProps {
  lines: readonly SeriesLine[];
  buckets: readonly TimeBucket[];
  unit: Unit;
  keyLine: number | null;
  /** Whether this is the chart that is pointed at; the others only follow. */
  isSource: boolean;
  endLabels: boolean;
  active: RefObject<ActivePoint | undefined>;
}

/** More lines than this would drown in each other's intervals; then only the active line shows its own. */
const MAX_BANDS = 2;
/** More points than this leave no room for a marker on each. */
const MAX_MARKERS = 45;
/** Pixels that "12 of 345" needs. */
const COUNT_TEXT_ROOM = 58;

/** Everything inside the axes: intervals, lines, markers, names at the line ends, and what is pointed at. */
export function SeriesLayer({ lines, buckets, unit, keyLine, isSource, endLabels, active }: LayerProps) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  const plot = usePlotArea();
  const { bucket, point } = useActivePoint(lines, buckets, keyLine);
  const own = isSource ? point : undefined;
  useEffect(() => {
    active.current = own;
  });
  if (x === undefined || y === undefined || plot === undefined) return null;

  const scales: Scales = {
    x: (place) => x(Date.parse(buckets[place]?.start ?? '')) ?? 0,
    y: (value) => y(value) ?? 0,
  };
  const every = Math.ceil(Math.max(...lines.map(({ points }) => points.length)) / MAX_MARKERS);
  return (
    <g pointerEvents="none">
      {bucket === undefined ? null : (
        <line
          x1={scales.x(bucket)}
          x2={scales.x(bucket)}
          y1={plot.y}
          y2={plot.y + plot.height}
          style={{ stroke: 'var(--chart-cursor)' }}
        />
      )}
      {lines
        .filter((line) => lines.length <= MAX_BANDS || line === own?.line)
        .map((line) => (
          <path
            key={line.id}
            d={bandPath(line, scales)}
            fillOpacity={0.16}
            strokeOpacity={0.45}
            style={{ fill: seriesStyle(line.slot).colour, stroke: seriesStyle(line.slot).colour }}
            strokeWidth={line.points.some(isDrawn) ? 0 : 1}
          />
        ))}
      {lines.map((line) => (
        <Line key={line.id} line={line} buckets={buckets} scales={scales} bold={line === own?.line} />
      ))}
      {lines.map((line, order) => (
        <g key={line.id}>
          {line.points.map((item, i) => (
            <Mark
              key={item.bucket}
              point={item}
              line={line}
              scales={scales}
              floor={plot.y + plot.height}
              withText={lines.length === 1 && plot.width / buckets.length >= COUNT_TEXT_ROOM}
              // Where not every point fits, lines mark different ones.
              hidden={every > 1 && !isAlone(line, item) && i % every !== (order * 2) % every}
            />
          ))}
        </g>
      ))}
      {bucket === undefined ? null : <ActiveMarks lines={lines} bucket={bucket} own={own} scales={scales} />}
      {endLabels ? <EndLabels lines={lines} unit={unit} scales={scales} plot={plot} /> : null}
    </g>
  );
}

function isAlone(line: SeriesLine, point: SeriesPoint): boolean {
  const isNear = (other: SeriesPoint) => Math.abs(other.bucket - point.bucket) === 1 && isDrawn(other);
  return !line.points.some(isNear);
}

function Line(props: { line: SeriesLine; buckets: readonly TimeBucket[]; scales: Scales; bold: boolean }) {
  const { colour, dash } = seriesStyle(props.line.slot);
  const stroke: Record<StrokeKind, { colour: string; dash: string }> = {
    sure: { colour, dash },
    unsure: { colour: UNSURE_COLOUR, dash },
    unfinished: { colour, dash: UNFINISHED_DASH },
  };
  return linePaths(props.line, props.buckets, props.scales).map(({ kind, d }) => (
    <path
      key={d}
      d={d}
      fill="none"
      strokeWidth={props.bold ? 2.75 : 2}
      strokeLinecap={kind === 'unfinished' ? 'round' : 'butt'}
      strokeLinejoin="round"
      strokeDasharray={stroke[kind].dash}
      style={{ stroke: stroke[kind].colour }}
    />
  ));
}

/** Filled: sure. Hollow: few. A tick on the axis with the bare counts: too few for a rate. */
function Mark(props: {
  point: SeriesPoint;
  line: SeriesLine;
  scales: Scales;
  floor: number;
  withText: boolean;
  hidden: boolean;
}) {
  const { point, line, scales, floor } = props;
  const x = scales.x(point.bucket);
  const { colour, marker } = seriesStyle(line.slot);
  if (point.display === 'counts') {
    return (
      <>
        <path d={`M${x} ${floor}v-7`} strokeWidth={2} style={{ stroke: UNSURE_COLOUR }} />
        {props.withText ? (
          <text x={x} y={floor - 11} textAnchor="middle" fontSize={11} style={{ fill: 'var(--chart-text)' }}>
            {formatBasis(line.isRate, point)}
          </text>
        ) : null}
      </>
    );
  }
  if (!isDrawn(point) || props.hidden) return null;
  const isUnsure = point.display === 'grey';
  return (
    <path
      d={marker}
      transform={`translate(${x} ${scales.y(point.value)})`}
      strokeWidth={1.5}
      style={{
        fill: isUnsure ? 'var(--mantine-color-body)' : colour,
        stroke: isUnsure ? colour : 'var(--mantine-color-body)',
      }}
    />
  );
}

function ActiveMarks(props: {
  lines: readonly SeriesLine[];
  bucket: number;
  own: ActivePoint | undefined;
  scales: Scales;
}) {
  return props.lines.map((line) => {
    const point = pointAt(line, props.bucket);
    if (point === undefined || !isDrawn(point)) return null;
    const { colour, marker } = seriesStyle(line.slot);
    const isOwn = props.own?.line === line;
    return (
      <g
        key={line.id}
        transform={`translate(${props.scales.x(point.bucket)} ${props.scales.y(point.value)})`}
      >
        {isOwn ? <circle r={10} fill="none" strokeWidth={2} style={{ stroke: colour }} /> : null}
        <path d={marker} transform="scale(1.3)" style={{ fill: colour }} />
      </g>
    );
  });
}

function EndLabels(props: {
  lines: readonly SeriesLine[];
  unit: Unit;
  scales: Scales;
  plot: { x: number; y: number; width: number; height: number };
}) {
  const ends = props.lines.flatMap((line) => {
    const point = line.points.findLast(isDrawn);
    return point === undefined ? [] : [{ line, point }];
  });
  const { plot, scales } = props;
  const heights = spreadLabels(
    ends.map(({ point }) => scales.y(point.value)),
    13,
    plot.y + 6,
    plot.y + plot.height - 2,
  );
  return ends.map(({ line, point }, i) => (
    <text
      key={line.id}
      x={plot.x + plot.width + 8}
      y={heights[i]}
      dominantBaseline="middle"
      fontSize={12}
      fontWeight={600}
      style={{ fill: seriesStyle(line.slot).colour }}
    >
      {props.lines.length === 1 ? formatPoint(props.unit, line.isRate, point) : shorten(line.label)}
    </text>
  ));
}

function shorten(label: string): string {
  return label.length > MAX_END_LABEL ? `${label.slice(0, MAX_END_LABEL - 1)}…` : label;
}
