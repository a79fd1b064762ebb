import { ScrollArea, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import { TextLink } from '../text-link.tsx';
import {
  markedIn,
  pointAt,
  rowsHref,
  type SeriesLine,
  type SeriesPoint,
  type TimeBucket,
  type TimeMarker,
  type Unit,
} from './series.ts';
import { type BucketWidth, formatBucket } from './time-format.ts';
import { formatBasis, formatInterval, formatPoint } from './value-format.ts';

/** The numbers of a chart, the latest first; each opens its rows. */
export function SeriesTable(props: {
  caption: string;
  lines: readonly SeriesLine[];
  buckets: readonly TimeBucket[];
  width: BucketWidth;
  tz: string;
  unit: Unit;
  height: number;
  markers: readonly TimeMarker[];
}) {
  const { lines, buckets, width, tz, unit } = props;
  const measured = buckets
    .map((bucket, place) => ({ bucket, place }))
    .filter(({ place }) => lines.some((line) => pointAt(line, place) !== undefined))
    .toReversed();
  return (
    <ScrollArea
      h={props.height}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': `${props.caption}: table` }}
    >
      <Table stickyHeader fz="sm" verticalSpacing={4} style={{ whiteSpace: 'nowrap' }}>
        <TableThead>
          <TableTr>
            <TableTh scope="col">Time ({tz})</TableTh>
            {lines.map((line) => (
              <TableTh key={line.id} scope="col" ta="right">
                <bdi>{line.label}</bdi>
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {measured.map(({ bucket, place }) => (
            <TableTr key={bucket.start}>
              <TableTh scope="row" fw={400}>
                {formatBucket(bucket, width, tz)}
                {bucket.partial ? ' (part)' : ''}
                <Marked text={markedIn(bucket, props.markers)} />
              </TableTh>
              {lines.map((line) => (
                <TableTd key={line.id} ta="right">
                  <Cell line={line} point={pointAt(line, place)} href={rowsHref(line, bucket)} unit={unit} />
                </TableTd>
              ))}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </ScrollArea>
  );
}

function Marked({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <Text component="span" display="block" size="xs" c="var(--chart-text)">
      <bdi>{text}</bdi>
    </Text>
  );
}

function Cell(props: { line: SeriesLine; point: SeriesPoint | undefined; href: string | null; unit: Unit }) {
  const { line, point, href, unit } = props;
  if (point === undefined) return '–';
  const text = formatPoint(unit, line.isRate, point);
  const interval = point.value === null || point.display === 'counts' ? '' : formatInterval(unit, point);
  const basis = point.display === 'counts' ? 'too few' : formatBasis(line.isRate, point);
  return (
    <>
      {href === null ? (
        text
      ) : (
        <TextLink href={href} prefetch={false} inherit fw={600} underline="always">
          {text}
        </TextLink>
      )}
      <Text component="span" display="block" size="xs" c="var(--chart-text)">
        {[interval, basis, point.display === 'grey' ? 'few' : ''].filter((part) => part !== '').join(' · ')}
      </Text>
    </>
  );
}
