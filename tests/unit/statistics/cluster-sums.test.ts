import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '#lib/statistics/bootstrap-mean.ts';
import { type ClusterSums, meanOfClusterSums, rateOfClusterSums } from '#lib/statistics/cluster-sums.ts';
import { estimateDifference } from '#lib/statistics/estimate-difference.ts';
import { pairedDifference } from '#lib/statistics/paired-difference.ts';
import { pairedScores } from '#lib/statistics/paired-scores.ts';
import { rateOfOutcomes } from '#lib/statistics/rate.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { signFlipTest } from '#lib/statistics/sign-flip-test.ts';

interface Row {
  value: number;
  cluster: string;
}

function sumsOf(rows: readonly Row[]): ClusterSums {
  const clusters = [...Map.groupBy(rows, ({ cluster }) => cluster).values()].map((own) => ({
    size: own.length,
    total: own.reduce((sum, { value }) => sum + value, 0),
  }));
  const sum = (of: (cluster: { size: number; total: number }) => number) =>
    clusters.reduce((total, cluster) => total + of(cluster), 0);
  return {
    clusters: clusters.length,
    n: sum(({ size }) => size),
    total: sum(({ total }) => total),
    squaredTotals: sum(({ total }) => total ** 2),
    crossTotals: sum(({ size, total }) => size * total),
    squaredSizes: sum(({ size }) => size ** 2),
  };
}

function drawn(seed: number, rate: number, n: number, sessions: number): Row[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => ({
    value: random() < rate ? 1 : 0,
    cluster: String(Math.floor(random() * sessions)),
  }));
}

describe('a rate from sums over clusters', () => {
  it.each([
    [1, 0.3, 200, 40],
    [2, 0.02, 500, 5000],
    [3, 0, 60, 20],
    [4, 1, 60, 20],
    [5, 0.5, 30, 1],
    [6, 0.5, 1, 1],
  ])('is that of the rows themselves (seed %i)', (seed, rate, n, sessions) => {
    const rows = drawn(seed, rate, n, sessions);
    const expected = rateOfOutcomes(rows.map(({ value, cluster }) => ({ y: value, weight: 1, cluster })));
    const found = rateOfClusterSums(sumsOf(rows));
    expect(found.nEff).toBeCloseTo(expected.nEff, 9);
    expect({ ...found, nEff: 0 }).toEqual({
      ...expected,
      nEff: 0,
      lower: expect.closeTo(expected.lower, 9),
      upper: expect.closeTo(expected.upper, 9),
      value: expect.closeTo(expected.value ?? -1, 12),
    });
  });

  it('has no value without observations', () => {
    expect(rateOfClusterSums(sumsOf([]))).toMatchObject({ value: null, n: 0, display: 'counts' });
  });
});

it('the variance of a mean is about that of the bootstrap', () => {
  const random = seededRandom(8);
  const rows = Array.from({ length: 900 }, (_, i) => ({
    value: 100 * (i % 60) + 1000 * random(),
    cluster: String(i % 60),
  }));
  const found = meanOfClusterSums(sumsOf(rows));
  const { mean, standardError } = bootstrapMean(rows);
  expect(found?.mean).toBeCloseTo(mean ?? -1, 9);
  expect(Math.sqrt(found?.variance ?? 0) / (standardError ?? 1)).toBeCloseTo(1, 1);
});

describe('two means', () => {
  const estimate = (value: number, standardError: number, size: number) => ({
    value,
    standardError,
    size,
    lower: value - 1.96 * standardError,
    upper: value + 1.96 * standardError,
  });

  it('differ by the normal test, and are called so by the always-valid multiplier alone', () => {
    const ordinary = estimateDifference(estimate(10, 0.3, 200), estimate(9, 0.3, 200));
    expect(ordinary.lower).toBeGreaterThan(0);
    expect(ordinary.pValue).toBeCloseTo(0.018422, 5);
    // 1 / 0.424 is 2.36 standard errors; c(200) is 3.04.
    expect(ordinary.different).toBe(false);
    expect(estimateDifference(estimate(10, 0.2, 200), estimate(9, 0.2, 200)).different).toBe(true);
    expect(estimateDifference(estimate(10, 0.2, 29), estimate(9, 0.2, 200)).different).toBe(false);
  });

  it('without any spread nothing is tested', () => {
    expect(estimateDifference(estimate(1, 0, 50), estimate(1, 0, 50))).toMatchObject({
      pValue: 1,
      different: false,
    });
  });
});

describe('the same questions', () => {
  it('outcomes are compared by their discordant pairs', () => {
    const pairs = [
      ...Array.from({ length: 9 }, () => ({ first: 1, second: 0 })),
      ...Array.from({ length: 3 }, () => ({ first: 0, second: 1 })),
      ...Array.from({ length: 38 }, () => ({ first: 1, second: 1 })),
    ];
    expect(pairedScores(pairs)).toEqual(pairedDifference({ onlyFirst: 9, onlySecond: 3, n: 50 }));
  });

  it('scores by flipping signs and drawing questions', () => {
    const random = seededRandom(3);
    const pairs = Array.from({ length: 40 }, () => ({ first: 0.2 + random() / 2, second: random() / 2 }));
    const found = pairedScores(pairs);
    expect(found?.value).toBeCloseTo(
      pairs.reduce((sum, { first, second }) => sum + first - second, 0) / 40,
      12,
    );
    expect(found?.pValue).toBe(signFlipTest(pairs.map(({ first, second }) => first - second)).pValue);
    expect(found?.lower).toBeLessThan(found?.value ?? 0);
    expect(pairedScores(pairs.slice(0, 1))).toBeNull();
  });
});
