import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '#lib/statistics/bootstrap-mean.ts';
import { bootstrapStatistic } from '#lib/statistics/bootstrap-statistic.ts';
import { holm } from '#lib/statistics/holm.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { signFlipTest } from '#lib/statistics/sign-flip-test.ts';

const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('sign-flip test', () => {
  it("Darwin's maize, as Fisher counted it", () => {
    expect(signFlipTest(MAIZE)).toEqual({ pValue: 1726 / 32_768, exact: true });
  });

  it('five differences', () => {
    expect(signFlipTest([0.2, -0.1, 0.3, 0.1, 0.4]).pValue).toBe(6 / 32);
  });

  it('takes sums for equal that rounding has parted', () => {
    // In tenths 0.1 + 0.2 - 0.1 + 0.5 comes out above -0.1 + 0.2 + 0.1 + 0.5.
    expect(signFlipTest([0.1, 0.2, -0.1, 0.5]).pValue).toBe(6 / 16);
    expect(signFlipTest([1, 2, -1, 5]).pValue).toBe(6 / 16);
  });

  it('is 1 where nothing differs', () => {
    expect(signFlipTest([]).pValue).toBe(1);
    expect(signFlipTest([0, 0, 0]).pValue).toBe(1);
  });

  it('draws signs where there are too many, near the exact value and the same for the same seed', () => {
    const doubled = [...MAIZE, ...MAIZE];
    const drawn = signFlipTest(doubled, { draws: 20_000, seed: 3 });
    expect(drawn.exact).toBe(false);
    expect(signFlipTest(doubled, { draws: 20_000, seed: 3 })).toEqual(drawn);
    expect(Math.abs(drawn.pValue - shareBySums(doubled))).toBeLessThan(0.003);
  });

  it('never gives 0', () => {
    const onesided = Array.from({ length: 40 }, () => 1);
    expect(signFlipTest(onesided, { draws: 999 }).pValue).toBe(1 / 1000);
  });
});

describe('Holm', () => {
  it('multiplies the smallest by all, the next by one fewer, and never falls', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual(
      [0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)),
    );
  });

  it('stops at 1 and leaves one alone', () => {
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([0.04])).toEqual([0.04]);
    expect(holm([])).toEqual([]);
  });

  it('refuses what is no p-value', () => {
    expect(() => holm([0.1, Number.NaN])).toThrow(RangeError);
  });
});

describe('bootstrap of any statistic', () => {
  const random = seededRandom(11);
  const sessions = Array.from({ length: 60 }, () => {
    const cost = 1 + random();
    return [
      { cost, correct: random() < 0.6 ? 1 : 0 },
      { cost: cost / 2, correct: random() < 0.6 ? 1 : 0 },
    ];
  });
  const costOfCorrect = (drawn: readonly (typeof sessions)[number][]): number | null => {
    const answers = drawn.flat();
    const correct = answers.reduce((sum, answer) => sum + answer.correct, 0);
    return correct === 0 ? null : answers.reduce((sum, answer) => sum + answer.cost, 0) / correct;
  };

  it('computes a ratio anew in each resample', () => {
    const result = bootstrapStatistic(sessions, costOfCorrect);
    expect(result.interval?.lower).toBeLessThan(result.value ?? 0);
    expect(result.interval?.upper).toBeGreaterThan(result.value ?? 0);
    expect(bootstrapStatistic(sessions, costOfCorrect)).toEqual(result);
  });

  it('agrees with the fast one on a mean', () => {
    const rows = [94, 197, 16, 38, 99, 141, 23].map((value, i) => ({ value, cluster: `mouse ${i}` }));
    const mean = (drawn: readonly { value: number }[]) =>
      drawn.reduce((sum, { value }) => sum + value, 0) / drawn.length;
    const slow = bootstrapStatistic(rows, mean, { resamples: 20_000 });
    const fast = bootstrapMean(rows, { resamples: 20_000 });
    expect(slow.value).toBeCloseTo(86.857, 3);
    // The ideal standard error, from infinitely many resamples, is 23.364.
    expect(Math.abs((slow.standardError ?? 0) - 23.364)).toBeLessThan(0.4);
    expect(Math.abs((fast.standardError ?? 0) - 23.364)).toBeLessThan(0.4);
  });

  it('gives no interval where it means nothing', () => {
    expect(bootstrapStatistic(sessions.slice(0, 1), costOfCorrect).interval).toBeNull();
    expect(bootstrapStatistic([1, 2, 3], () => null)).toEqual({
      value: null,
      interval: null,
      standardError: null,
    });
  });
});

/** Share of all sign patterns at least as extreme, by counting sums of whole numbers instead of patterns. */
function shareBySums(differences: readonly number[]): number {
  let counts = new Map([[0, 1]]);
  for (const difference of differences) {
    const next = new Map<number, number>();
    for (const [total, count] of counts) {
      for (const sum of [total + difference, total - difference]) next.set(sum, (next.get(sum) ?? 0) + count);
    }
    counts = next;
  }
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  const extreme = [...counts].filter(([total]) => Math.abs(total) >= observed);
  return extreme.reduce((sum, [, count]) => sum + count, 0) / 2 ** differences.length;
}
