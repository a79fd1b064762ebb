import { countOf } from '../number-format.ts';
import {
  type ActivePoint,
  pointAt,
  rowsHref,
  type SeriesLine,
  type SeriesPoint,
  type TimeBucket,
  type Unit,
} from './series.ts';
import { SeriesGlyph } from './series-glyph.tsx';
import { type BucketWidth, formatBucketSpan } from './time-format.ts';
import classes from './time-series.module.css';
import { useActivePoint } from './use-active-point.ts';
import { formatBasis, formatInterval, formatPoint } from './value-format.ts';

/** The numbers at one time: value, interval and what it rests on, for each line. */
export function PointTooltip(props: {
  lines: readonly SeriesLine[];
  buckets: readonly TimeBucket[];
  width: BucketWidth;
  tz: string;
  unit: Unit;
  keyLine: number | null;
}) {
  const { bucket: place, point: active } = useActivePoint(props.lines, props.buckets, props.keyLine);
  const bucket = place === undefined ? undefined : props.buckets[place];
  if (place === undefined || bucket === undefined) return null;
  const shown = props.lines.flatMap((line) => {
    const point = pointAt(line, place);
    return point === undefined ? [] : [{ line, point }];
  });
  return (
    <div className={classes.tooltip} role="status">
      <div className={classes.tooltipTime}>
        {formatBucketSpan(bucket, props.width, props.tz)}
        {bucket.partial ? ' · part of it' : ''}
      </div>
      {shown.length === 0 ? <div>Nothing measured</div> : null}
      {shown.map(({ line, point }) => (
        <div key={line.id} className={classes.tooltipLine} data-active={line === active?.line || undefined}>
          <SeriesGlyph slot={line.slot} />
          <span className={classes.tooltipName}>{line.label}</span>
          <strong>{formatPoint(props.unit, line.isRate, point)}</strong>
          <span className={classes.tooltipBasis}>{basis(props.unit, line, point)}</span>
        </div>
      ))}
      {active !== undefined && rowsHref(active.line, bucket) !== null ? (
        <div className={classes.tooltipHint}>Click or Enter opens {rowsName(active)}</div>
      ) : null}
    </div>
  );
}

function rowsName({ line, point }: ActivePoint): string {
  return line.opens === 'some' ? 'the queries' : countOf(point[line.opens], 'query', 'queries');
}

function basis(unit: Unit, { isRate }: SeriesLine, point: SeriesPoint): string {
  if (point.display === 'counts') return 'too few';
  const parts = [
    point.value === null ? '' : formatInterval(unit, point),
    formatBasis(isRate, point),
    point.display === 'grey' ? 'few' : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
