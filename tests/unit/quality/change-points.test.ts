import { expect, test } from 'vitest';
import { latencyChange, rateChange } from '#lib/quality/change-points.ts';
import { changeText } from '#lib/quality/change-text.ts';

test('a rate changes by so many standard errors', () => {
  // Pooled 40 of 200: sqrt(0.2 * 0.8 * 2 / 100) = 0.056569; 0.3 / 0.056569.
  const change = rateChange({ positives: 5, n: 100 }, { positives: 35, n: 100 }, 1);
  expect(change).toBeCloseTo(5.3033, 4);
  // Half as much information: divided by the square root of two.
  expect(rateChange({ positives: 50, n: 1000 }, { positives: 350, n: 1000 }, 2)).toBeCloseTo(11.8585, 3);
});

test('small, thin and uncertain changes are passed over', () => {
  expect(rateChange({ positives: 5, n: 100 }, { positives: 20, n: 100 }, 1)).toBeNull(); // z 3.2
  expect(rateChange({ positives: 0, n: 29 }, { positives: 29, n: 29 }, 1)).toBeNull();
  expect(rateChange({ positives: 0, n: 50 }, { positives: 50, n: 50 }, 2)).toBeNull(); // effective n 25
  expect(rateChange({ positives: 10_000, n: 1e6 }, { positives: 25_000, n: 1e6 }, 1)).toBeNull(); // 1.5 points
  expect(latencyChange({ p95Ms: 100, n: 1000 }, { p95Ms: 130, n: 1000 }, 1)).toBeNull();
  expect(latencyChange({ p95Ms: 4, n: 1000 }, { p95Ms: 12, n: 1000 }, 1)).toBeNull();
  expect(latencyChange({ p95Ms: null, n: 0 }, { p95Ms: 130, n: 1000 }, 1)).toBeNull();
});

test('a 95th percentile changes by the logarithm of its ratio', () => {
  // sqrt(19) / ln 20 = 1.45503; ln 2 / (1.45503 * sqrt(2 / 1000)).
  expect(latencyChange({ p95Ms: 200, n: 1000 }, { p95Ms: 100, n: 1000 }, 1)).toBeCloseTo(10.6522, 3);
});

test('the sentence is in the zone of the project', () => {
  const change = {
    at: '2026-11-17T13:00:00.000Z',
    dimension: 'indexVersion' as const,
    value: 'v8',
    metric: 'zero_hit_rate' as const,
    before: 0.03,
    after: 0.19,
    nBefore: 900,
    nAfter: 412,
  };
  expect(changeText(change, 'Europe/Berlin', 5)).toBe(
    'Since Tue 17 Nov 14:00, index v8: zero-hit rate from 3 % to 19 % (n 900 before, 412 after)',
  );
  expect(changeText(change, 'UTC', 5, '2026-11-17T12:58:00.000Z')).toMatch(
    /\(n 900 before, 412 after; deployed Tue 17 Nov 12:58\)$/,
  );
  expect(changeText({ ...change, metric: 'hit_rate_at_k', before: 0.994, after: 0.004 }, 'UTC', 3)).toBe(
    'Since Tue 17 Nov 13:00, index v8: hit rate@3 from 99.4 % to 0.4 % (n 900 before, 412 after)',
  );
});
