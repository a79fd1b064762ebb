import { expect, test } from 'vitest';
import { bucketQuantile } from '#lib/ingest/bucket-quantile.ts';

test('the bound of the bucket that holds the quantile', () => {
  const cumulative = new Map([
    [0.1, 8],
    [0.01, 5],
    [Number.POSITIVE_INFINITY, 10],
  ]);
  expect(bucketQuantile(cumulative, 0.5)).toBe(0.01);
  expect(bucketQuantile(cumulative, 0.51)).toBe(0.1);
  expect(bucketQuantile(cumulative, 0.8)).toBe(0.1);
  expect(bucketQuantile(cumulative, 0.95)).toBe(Number.POSITIVE_INFINITY);
  expect(bucketQuantile(new Map(), 0.5)).toBeNull();
});
