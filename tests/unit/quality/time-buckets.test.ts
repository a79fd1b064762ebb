import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketEdges, chooseBucket } from '#lib/quality/time-buckets.ts';

const at = (iso: string) => Date.parse(iso);
const edges = (from: string, to: string, bucket: 'hour' | 'day' | 'week' | 'month', tz: string) =>
  bucketEdges(at(from), at(to), bucket, tz).map((ms) => new Date(ms).toISOString().replace(':00.000Z', 'Z'));

describe('bucket edges', () => {
  test('the days on which Berlin changes its clocks have 23 and 25 hours', () => {
    expect(edges('2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z', 'day', 'Europe/Berlin')).toEqual([
      '2026-03-28T23:00Z',
      '2026-03-29T22:00Z',
      '2026-03-30T22:00Z',
    ]);
    expect(edges('2026-10-24T22:00:00Z', '2026-10-26T23:00:00Z', 'day', 'Europe/Berlin')).toEqual([
      '2026-10-24T22:00Z',
      '2026-10-25T23:00Z',
      '2026-10-26T23:00Z',
    ]);
  });

  test('the hour that happens twice is two hours', () => {
    // 02:00 to 03:00 in summer time, then again in winter time.
    expect(edges('2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z', 'hour', 'Europe/Berlin')).toEqual([
      '2026-10-25T00:00Z',
      '2026-10-25T01:00Z',
      '2026-10-25T02:00Z',
    ]);
  });

  test('a day whose midnight does not exist begins when the clocks have changed', () => {
    // Beirut goes from 00:00 to 01:00 on 29 March 2026: the day begins at 22:00 UTC and has 23 hours.
    expect(edges('2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z', 'day', 'Asia/Beirut')).toEqual([
      '2026-03-28T22:00Z',
      '2026-03-29T21:00Z',
    ]);
  });

  test('hours in Kathmandu begin at a quarter past', () => {
    expect(edges('2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z', 'hour', 'Asia/Kathmandu')).toEqual([
      '2025-12-31T23:15Z',
      '2026-01-01T00:15Z',
      '2026-01-01T01:15Z',
    ]);
  });

  test('a week begins on Monday, a month on its first', () => {
    // 1 March 2026 is a Sunday.
    expect(edges('2026-03-01T12:00:00Z', '2026-03-02T12:00:00Z', 'week', 'UTC')).toEqual([
      '2026-02-23T00:00Z',
      '2026-03-02T00:00Z',
      '2026-03-09T00:00Z',
    ]);
    expect(edges('2025-12-31T12:00:00Z', '2026-01-02T00:00:00Z', 'month', 'UTC')).toEqual([
      '2025-12-01T00:00Z',
      '2026-01-01T00:00Z',
      '2026-02-01T00:00Z',
    ]);
  });

  test('the end of the range is exclusive, and an empty range has no bucket', () => {
    expect(edges('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 'day', 'UTC')).toHaveLength(2);
    expect(edges('2026-01-01T00:00:00Z', '2026-01-02T00:00:00.001Z', 'day', 'UTC')).toHaveLength(3);
    expect(bucketEdges(5, 5, 'day', 'UTC')).toEqual([]);
  });

  test('buckets cover the range without gaps, in any zone', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: at('2001-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 40 * 86_400_000 }),
        fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
        fc.constantFrom(...zones),
        (from, length, bucket, tz) => {
          const found = bucketEdges(from, from + length, bucket, tz);
          expect(found[0]).toBeLessThanOrEqual(from);
          expect(found.at(-1)).toBeGreaterThanOrEqual(from + length);
          expect(found.at(-2)).toBeLessThan(from + length);
          expect(found[1]).toBeGreaterThan(from);
          expect(found.every((edge, i) => i === 0 || edge > (found[i - 1] ?? edge))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('the bucket follows the length of the range', () => {
  const days = (n: number) => chooseBucket(0, n * 86_400_000);
  expect([1, 3, 7, 30, 180, 365, 3000, 9000].map(days)).toEqual([
    'hour',
    'hour',
    'day',
    'day',
    'day',
    'week',
    'week',
    'month',
  ]);
});
