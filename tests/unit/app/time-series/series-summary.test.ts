import { expect, test } from 'vitest';
import {
  rowsHref,
  type SeriesLine,
  type SeriesPoint,
} from '../../../../app/_components/time-series/series.ts';
import { summarise } from '../../../../app/_components/time-series/series-summary.ts';
import { axisTicks, formatBucket } from '../../../../app/_components/time-series/time-format.ts';
import { formatShare } from '../../../../app/_components/time-series/value-format.ts';

const buckets = [14, 15, 16].map((day) => ({
  start: `2026-11-${day}T00:00:00.000Z`,
  from: `2026-11-${day}T00:00:00.000Z`,
  to: `2026-11-${day + 1}T00:00:00.000Z`,
  partial: day === 16,
}));
const point = (
  bucket: number,
  n: number,
  of: number,
  display: SeriesPoint['display'] = 'full',
): SeriesPoint => ({
  bucket,
  value: n / of,
  lower: 0,
  upper: 1,
  n,
  of,
  display,
});
const line = (label: string, points: SeriesPoint[]): SeriesLine => ({
  id: label,
  label,
  slot: 0,
  href: '/p/queries?zeroHit=true',
  opens: 'n',
  isRate: true,
  points,
});
const say = (lines: SeriesLine[]) =>
  summarise({ lines, buckets, width: 'day', tz: 'UTC', unit: 'share' }).replaceAll('\u00a0', ' ');

test('one line: highest, lowest and last of the whole buckets', () => {
  expect(say([line('a', [point(0, 4, 40), point(1, 20, 50), point(2, 9, 10)])])).toBe(
    'Highest 40 %, 20 of 50 (Sun 15 Nov), lowest 10 % (Sat 14 Nov). Sun 15 Nov: 40 %, 20 of 50.',
  );
});

test('one line whose whole buckets are all alike: what the unfinished one says stands beside', () => {
  expect(say([line('a', [point(0, 0, 4), point(1, 0, 5), point(2, 1, 2)])])).toBe(
    '0 % in each of 2 days. Mon 16 Nov so far: 50 %, 1 of 2.',
  );
});

test('several lines: the last whole bucket; too few: counts alone; none: said', () => {
  expect(say([line('v7', [point(1, 4, 40)]), line('v8', [point(1, 2, 7, 'counts')])])).toBe(
    'Sun 15 Nov: v7 10 % (4 of 40), v8 2 of 7.',
  );
  expect(say([line('a', [point(0, 1, 4, 'counts'), point(1, 2, 5, 'counts')])])).toBe(
    'Too few in any day for a number: 3 of 9 in all.',
  );
  expect(say([line('a', [])])).toBe('Nothing was measured in this range.');
});

test('a point opens the rows of its bucket', () => {
  const bucket = buckets[0];
  expect(bucket && rowsHref(line('a', []), bucket)).toBe(
    '/p/queries?zeroHit=true&from=2026-11-14T00%3A00%3A00.000Z&to=2026-11-15T00%3A00%3A00.000Z',
  );
});

test('times are those of the zone, not of the machine', () => {
  const start = '2026-11-14T23:30:00.000Z';
  expect(formatBucket({ start }, 'hour', 'Europe/Berlin')).toBe('Sun 15 Nov 00:30');
  expect(formatBucket({ start }, 'day', 'UTC')).toBe('Sat 14 Nov');
  const hours = Array.from({ length: 48 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 10, 14, i)).toISOString();
    return { start: at, from: at, to: at, partial: false };
  });
  expect(axisTicks(hours, 'hour', 'UTC', 8).map(({ label }) => label)).toEqual([
    '14 Nov',
    '06:00',
    '12:00',
    '18:00',
    '15 Nov',
    '06:00',
    '12:00',
    '18:00',
  ]);
});

test('shares have a digit after the point only where it says something', () => {
  const shares = [0, 0.004, 0.05, 0.0999, 0.5, 1].map((share) => formatShare(share).replace('\u00a0', ' '));
  expect(shares).toEqual(['0 %', '0.4 %', '5 %', '10 %', '50 %', '100 %']);
});
