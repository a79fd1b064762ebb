import { expect, test } from 'vitest';
import { plotLayout } from '../../../../app/_components/time-series/plot-layout.ts';

const DAY = 86_400_000;
const NOON = 4.5 * DAY;
const iso = (ms: number) => new Date(ms).toISOString();

/** Whole days, and a last one that is counted until noon. */
const days = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => {
    const start = (first + i) * DAY;
    const partial = first + i === last;
    return { start: iso(start), from: iso(start), to: iso(partial ? NOON : start + DAY), partial };
  });
const domain = (first: number, ...marked: number[]) =>
  plotLayout({
    lines: [],
    buckets: days(first, 4),
    markers: marked.map((at) => ({ at: iso(at), label: 'v8' })),
    width: 'day',
    tz: 'UTC',
    unit: 'share',
    fromZero: true,
    pixels: 600,
  }).timeDomain;

test('the axis ends at the last step, or at what happened within it', () => {
  expect(domain(0)).toEqual([0, 4 * DAY]);
  expect(domain(0, 2 * DAY)).toEqual([0, 4 * DAY]);
  expect(domain(0, 4 * DAY + 3_600_000, NOON - 1)).toEqual([0, NOON - 1]);
  // What is yet to come has no place in the range.
  expect(domain(0, NOON)).toEqual([0, 4 * DAY]);
});

test('a single step stays in the middle', () => {
  expect(domain(4)).toEqual([4 * DAY - 1, 4 * DAY + 1]);
  expect(domain(4, 4 * DAY + 1000)).toEqual([4 * DAY - 1000, 4 * DAY + 1000]);
});
