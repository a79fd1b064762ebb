import type { CsvTable } from '../csv-table.ts';
import { markedIn, pointAt, type SeriesLine, type TimeBucket, type TimeMarker } from './series.ts';

/**
 * A chart's points as a file: a row for each line and bucket, times in UTC, numbers as they are. `n` is how many
 * the value rests on, a rate's denominator, and `positives` its numerator; `of` is how many could have had a value.
 */
export function seriesCsv(
  lines: readonly SeriesLine[],
  buckets: readonly TimeBucket[],
  markers: readonly TimeMarker[],
): CsvTable {
  return {
    columns: [
      'from',
      'to',
      'whole',
      'line',
      'value',
      'lower',
      'upper',
      'n',
      'positives',
      'of',
      'enough',
      'marked',
    ],
    rows: buckets.flatMap((bucket, place) =>
      lines.flatMap((line) => {
        const point = pointAt(line, place);
        if (point === undefined) return [];
        const { value, lower, upper, n, of, display } = point;
        const { from, to, partial } = bucket;
        const isEnough = display === 'full';
        const basis = line.isRate ? [of, n, of] : [n, null, of];
        return [
          [
            from,
            to,
            !partial,
            line.label,
            value,
            lower,
            upper,
            ...basis,
            isEnough,
            markedIn(bucket, markers),
          ],
        ];
      }),
    ),
  };
}
