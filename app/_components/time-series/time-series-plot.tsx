'use client';
import { CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { MarkerLabel } from './marker-labels.ts';
import { AXIS_WIDTH, type PlotInput, plotLayout, SIDE_ROOM } from './plot-layout.ts';
import { PointTooltip } from './point-tooltip.tsx';
import { SeriesLayer } from './series-layer.tsx';
import classes from './time-series.module.css';
import { usePlotPointing } from './use-plot-pointing.ts';
import { formatValue } from './value-format.ts';

export interface PlotProps extends PlotInput {
  title: string;
  /** Charts of one group show the same time. */
  syncId: string | undefined;
}

const PLOT_HEIGHT = 220;

/** The drawing itself: the only part of a chart that needs Recharts. */
export default function TimeSeriesPlot(props: PlotProps) {
  const { lines, buckets, unit, pixels } = props;
  const { isSource, keyLine, active, handlers } = usePlotPointing(lines, buckets);
  const { rows, labels, endLabels, right, ...axes } = plotLayout(props);
  return (
    // The chart inside is the one focusable thing; this box only hears what happens in it.
    <div className={classes.plot} {...handlers}>
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
          domain={axes.timeDomain}
          ticks={axes.timeTicks.map(({ at }) => at)}
          tickFormatter={(at: number) => axes.timeTicks.find((tick) => tick.at === at)?.label ?? ''}
          interval={0}
          tickLine={false}
          axisLine={{ stroke: 'var(--chart-axis)' }}
          tick={{ fontSize: 12, fill: 'var(--chart-text)' }}
          padding={{ left: SIDE_ROOM, right: SIDE_ROOM }}
        />
        <YAxis
          width={AXIS_WIDTH}
          domain={axes.valueDomain}
          ticks={axes.valueTicks}
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
