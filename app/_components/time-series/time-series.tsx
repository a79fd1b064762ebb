'use client';
import {
  ActionIcon,
  Badge,
  Group,
  SegmentedControl,
  Select,
  Skeleton,
  Text,
  Title,
  Tooltip,
} from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useId, useState } from 'react';
import { CsvDownload } from '../csv-download.tsx';
import type { SeriesView, TimeBucket, TimeMarker, Unit } from './series.ts';
import { seriesCsv } from './series-csv.ts';
import { SeriesGlyph } from './series-glyph.tsx';
import { summarise } from './series-summary.ts';
import { SeriesTable } from './series-table.tsx';
import type { BucketWidth } from './time-format.ts';
import classes from './time-series.module.css';

export interface TimeSeriesProps {
  title: string;
  /** What is measured and of what, in a line. */
  measures: string;
  /** A few words that a reader must know before trusting it, such as that the sample was not random. */
  caution?: string | undefined;
  views: SeriesView[];
  buckets: TimeBucket[];
  markers?: TimeMarker[];
  width: BucketWidth;
  tz: string;
  unit: Unit;
  fromZero?: boolean;
  syncId?: string;
  headingOrder?: 2 | 3;
  /** Said in place of the chart where it has no point. */
  empty?: string | undefined;
}

const BODY_HEIGHT = 248;
const Plot = dynamic(() => import('./time-series-plot.tsx'), {
  ssr: false,
  loading: () => <Skeleton h={220} radius="sm" />,
});

/**
 * Lines over time with intervals, honest gaps and a way to the rows behind every point. Always the same height, so
 * nothing moves when the plot arrives or a table takes its place.
 */
export function TimeSeries(props: TimeSeriesProps) {
  const headingId = useId();
  const [asTable, setAsTable] = useState(false);
  const [viewId, setViewId] = useState(props.views[0]?.id ?? '');
  const { ref, width: pixels } = useElementSize();
  const view = props.views.find((item) => item.id === viewId) ?? props.views[0];
  const lines = view?.lines.filter((line) => line.points.length > 0) ?? [];
  const { buckets, tz, unit, width, markers = [] } = props;
  const shared = { lines, buckets, tz, unit, width };
  // A line that the heading or the choice above already names needs no legend; one of several that has no company does.
  const isNamed =
    (view?.lines.length ?? 0) < 2 && (props.views.length < 2 || lines[0]?.label === view?.label);
  const toggleText = asTable ? 'Show as chart' : 'Show as table';
  return (
    <figure className={classes.figure} aria-labelledby={headingId}>
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <div className={classes.heading}>
          <Title order={props.headingOrder ?? 2} id={headingId} size="h5" className={classes.title}>
            {props.title}
          </Title>
          {props.caution === undefined ? null : (
            <Badge variant="light" color="orange" size="sm" radius="sm" tt="none" className={classes.caution}>
              {props.caution}
            </Badge>
          )}
        </div>
        <Group gap={2} wrap="nowrap">
          <Tooltip label={toggleText}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="md"
              aria-label={`${props.title}: ${toggleText.toLowerCase()}`}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <IconChartLine size={18} aria-hidden /> : <IconTable size={18} aria-hidden />}
            </ActionIcon>
          </Tooltip>
          {lines.length === 0 ? null : (
            <CsvDownload
              title={titleOfFile(props.title, view)}
              table={() => seriesCsv(lines, buckets, markers)}
            />
          )}
        </Group>
      </Group>
      <Text size="sm" className={classes.measures}>
        {props.measures}
      </Text>
      {props.views.length < 2 ? null : (
        <ViewChoice title={props.title} views={props.views} value={view?.id ?? ''} onChange={setViewId} />
      )}
      <div ref={ref} className={classes.body} style={{ minHeight: BODY_HEIGHT }}>
        {lines.length === 0 ? (
          <div className={classes.nothing}>{props.empty ?? 'Nothing was measured in this range.'}</div>
        ) : asTable ? (
          <SeriesTable {...shared} markers={markers} caption={props.title} height={BODY_HEIGHT} />
        ) : (
          <>
            <Legend lines={lines} isNamed={isNamed} />
            {pixels === 0 ? null : (
              <Plot
                {...shared}
                title={props.title}
                markers={markers}
                fromZero={props.fromZero ?? true}
                syncId={props.syncId}
                pixels={Math.floor(pixels)}
              />
            )}
          </>
        )}
      </div>
      <figcaption className={classes.summary}>{lines.length === 0 ? '' : summarise(shared)}</figcaption>
    </figure>
  );
}

/** A chart that draws one of several things at a time says which. */
function titleOfFile(title: string, view: SeriesView | undefined): string {
  return view === undefined || view.label === title ? title : `${title}, ${view.label}`;
}

/** Names in full; the line ends carry them too where there is room. */
function Legend({ lines, isNamed }: { lines: SeriesView['lines']; isNamed: boolean }) {
  return (
    <ul className={classes.legend} aria-label="Lines">
      {isNamed
        ? null
        : lines.map((line) => (
            <li key={line.id} className={classes.legendItem}>
              <SeriesGlyph slot={line.slot} />
              <bdi>{line.label}</bdi>
            </li>
          ))}
    </ul>
  );
}

function ViewChoice(props: {
  title: string;
  views: SeriesView[];
  value: string;
  onChange: (id: string) => void;
}) {
  const data = props.views.map(({ id, label }) => ({ value: id, label }));
  const label = `${props.title}: what to draw`;
  return props.views.length > 4 ? (
    <Select
      size="xs"
      w={240}
      data={data}
      value={props.value}
      allowDeselect={false}
      aria-label={label}
      onChange={(id) => props.onChange(id ?? props.value)}
    />
  ) : (
    <SegmentedControl
      size="xs"
      className={classes.views}
      data={data}
      value={props.value}
      aria-label={label}
      onChange={props.onChange}
    />
  );
}
