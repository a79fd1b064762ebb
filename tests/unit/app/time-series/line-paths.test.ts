import { expect, test } from 'vitest';
import { bandPath, linePaths, spreadLabels } from '../../../../app/_components/time-series/line-paths.ts';
import type { SeriesLine, SeriesPoint, TimeBucket } from '../../../../app/_components/time-series/series.ts';

const scales = { x: (bucket: number) => bucket * 10, y: (value: number) => 100 - value };
const point = (bucket: number, value: number | null, more: Partial<SeriesPoint> = {}): SeriesPoint => ({
  bucket,
  value,
  lower: null,
  upper: null,
  n: 40,
  of: 40,
  display: 'full',
  ...more,
});
const line = (points: SeriesPoint[]): SeriesLine => ({
  id: 'a',
  label: 'a',
  slot: 0,
  href: null,
  opens: 'n',
  isRate: true,
  points,
});
const buckets = (count: number, partial: number[] = []): TimeBucket[] =>
  Array.from({ length: count }, (_, i) => {
    const at = new Date(Date.UTC(2026, 0, 1 + i)).toISOString();
    return { start: at, from: at, to: at, partial: partial.includes(i) };
  });

test('a missing value is a gap, and so is one that is only a count', () => {
  const paths = linePaths(
    line([point(0, 1), point(1, 2), point(3, 4), point(4, 5, { display: 'counts' }), point(5, 6)]),
    buckets(6),
    scales,
  );
  expect(paths).toEqual([{ kind: 'sure', d: 'M0 99L10 98' }]);
});

test('few are unsure, an unfinished end is told apart, and pieces of a kind are one path', () => {
  const points = [point(0, 1), point(1, 1), point(2, 1), point(3, 1, { display: 'grey' }), point(4, 1)];
  expect(linePaths(line(points), buckets(5, [4]), scales)).toEqual([
    { kind: 'sure', d: 'M0 99L10 99L20 99' },
    { kind: 'unsure', d: 'M20 99L30 99' },
    { kind: 'unfinished', d: 'M30 99L40 99' },
  ]);
});

test('a band follows each run and stands alone where its neighbours are missing', () => {
  const interval = { lower: 10, upper: 20 };
  const path = bandPath(
    line([point(0, 15, interval), point(1, null, interval), point(3, 15, interval)]),
    scales,
  );
  expect(path).toBe('M0 80L10 80L10 90L0 90ZM27 80h6V90h-6Z');
});

test('labels keep their distance and their order', () => {
  expect(spreadLabels([50, 52, 51], 10, 0, 100)).toEqual([50, 70, 60]);
  expect(spreadLabels([99, 98], 10, 0, 100)).toEqual([100, 90]);
});
