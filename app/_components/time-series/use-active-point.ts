import { useActiveTooltipCoordinate, useActiveTooltipLabel, useYAxisScale } from 'recharts';
import { type ActivePoint, isDrawn, pointAt, type SeriesLine, type TimeBucket } from './series.ts';

export interface Active {
  /** Place of the bucket under the pointer, or that the keys or another chart moved to. */
  bucket: number | undefined;
  /** The line that a click or Enter would open. */
  point: ActivePoint | undefined;
}

/**
 * What is pointed at. `line` is the line that the keys chose; without it the one nearest to the pointer is taken.
 * Works inside a chart only.
 */
export function useActivePoint(
  lines: readonly SeriesLine[],
  buckets: readonly TimeBucket[],
  line: number | null,
): Active {
  const label = useActiveTooltipLabel();
  const pointer = useActiveTooltipCoordinate();
  const y = useYAxisScale();
  const found = buckets.findIndex(({ start }) => Date.parse(start) === Number(label));
  if (label === undefined || found < 0) return { bucket: undefined, point: undefined };
  const candidates = lines.flatMap((item): ActivePoint[] => {
    const point = pointAt(item, found);
    return point === undefined ? [] : [{ line: item, point }];
  });
  const chosen = line === null ? undefined : candidates.find((item) => item.line === lines[line]);
  const distance = ({ point }: ActivePoint) =>
    isDrawn(point) ? Math.abs((y?.(point.value) ?? 0) - (pointer?.y ?? 0)) : Number.MAX_VALUE;
  const nearest = candidates.toSorted((a, b) => distance(a) - distance(b))[0];
  return { bucket: found, point: chosen ?? nearest };
}
