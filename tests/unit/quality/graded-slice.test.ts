import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClusteredPattern, gradedMeasurement } from '#lib/quality/graded-slice.ts';
import type { Grade } from '#lib/retrieval-metrics/graded-ranking.ts';
import { rankingMetrics } from '#lib/retrieval-metrics/registry.ts';
import { summariseMetric } from '#lib/retrieval-metrics/summarise-metric.ts';

const K = 3;
const METRICS = ['hit_rate', 'mrr', 'precision'] as const;
const pattern = (grades: readonly (Grade | null)[], count: number): ClusteredPattern => ({
  ranking: { grades, outside: [] },
  count,
  clusters: [],
});
const countOf = (patterns: readonly ClusteredPattern[]) =>
  patterns.reduce((sum, { count }) => sum + count, 0);

const grade = fc.constantFrom<Grade>(0, 1, 2, 3);
const anyPattern = (grades: fc.Arbitrary<(Grade | null)[]>) =>
  fc.tuple(grades, fc.integer({ min: 1, max: 9 })).map(([list, count]) => pattern(list, count));
const complete = fc.array(anyPattern(fc.array(grade, { maxLength: 5 })), { minLength: 1, maxLength: 8 });
const partial = fc.array(anyPattern(fc.array(fc.option(grade), { minLength: 1, maxLength: 5 })), {
  minLength: 1,
  maxLength: 8,
});

test('where all is graded it is the plain mean over all queries', () => {
  fc.assert(
    fc.property(complete, fc.constantFrom(...METRICS), (patterns, id) => {
      const measured = gradedMeasurement(id, patterns, K, countOf(patterns));
      const plain = summariseMetric(rankingMetrics[id], patterns, { k: K });
      expect(measured?.value).toBeCloseTo(plain.value ?? Number.NaN, 12);
      expect(measured).toMatchObject({ n: plain.total, of: plain.total, notLookedAt: 0 });
    }),
  );
});

test('the number of zero hits scales value and band by the share of queries with hits, and nothing else', () => {
  fc.assert(
    fc.property(
      partial,
      fc.nat({ max: 1_000_000 }),
      fc.nat({ max: 50 }),
      fc.constantFrom(...METRICS),
      (patterns, zeroHits, others, id) => {
        const withHits = countOf(patterns) + others;
        const without = gradedMeasurement(id, patterns, K, withHits);
        const all = withHits + zeroHits;
        const measured = gradedMeasurement(id, [...patterns, pattern([], zeroHits)], K, all);
        if (without === null || measured === null) {
          expect(measured).toEqual(without);
          return;
        }
        const share = withHits / all;
        for (const part of ['value', 'bandLower', 'bandUpper'] as const) {
          const expected = without[part];
          if (expected === null) expect(measured[part]).toBeNull();
          else expect(measured[part]).toBeCloseTo(expected * share, 9);
        }
        expect(measured.n).toBe(without.n + zeroHits);
        expect(measured.of + (measured.notLookedAt ?? 0)).toBe(all);
        if (measured.value !== null && measured.lower !== null && measured.upper !== null) {
          expect(measured.lower).toBeLessThanOrEqual(measured.value + 1e-9);
          expect(measured.upper).toBeGreaterThanOrEqual(measured.value - 1e-9);
        }
      },
    ),
  );
});

test('zero hits alone: 0 where nothing else ran, no point where others had hits that nobody graded', () => {
  expect(gradedMeasurement('hit_rate', [pattern([], 40)], K, 40)).toMatchObject({ value: 0, n: 40, of: 40 });
  expect(gradedMeasurement('hit_rate', [pattern([], 40)], K, 41)).toBeNull();
});

test('40,000 zero hits make five gradings no more certain', () => {
  const patterns = [pattern([3], 4), pattern([0], 1), pattern([], 40_000)];
  expect(gradedMeasurement('hit_rate', patterns, K, 1_000_000)).toMatchObject({ display: 'counts' });
});
