import { describe, expect, it } from 'vitest';
import { type FailedItem, failureShares, Z_THREE_TOGETHER } from '#lib/statistics/failure-shares.ts';
import { hajekRate } from '#lib/statistics/hajek-rate.ts';
import { twoSidedP } from '#lib/statistics/normal-distribution.ts';

type Kind = 'knowledge' | 'format' | 'reasoning';
const KINDS: Kind[] = ['knowledge', 'format', 'reasoning'];

function failed(cluster: string, weight: number, kinds: Partial<Record<Kind, number>>): FailedItem<Kind> {
  return { cluster, weight, kinds: new Map(Object.entries(kinds) as [Kind, number][]) };
}

describe('shares among failures', () => {
  it('are rates of the failures alone, at their effective number', () => {
    const items = [
      failed('a', 20, { knowledge: 1 }),
      failed('b', 2, { format: 1 }),
      failed('c', 10, { knowledge: 1 }),
      failed('d', 5, {}),
    ];
    const shares = failureShares(items, KINDS);
    const rows = [20, 2, 10].map((weight, i) => ({ y: i === 1 ? 0 : 1, weight, cluster: 'abc'[i] ?? '' }));
    expect(shares?.get('knowledge')).toEqual(hajekRate(rows));
    expect(shares?.get('knowledge')?.value).toBeCloseTo(30 / 32, 12);
    expect(shares?.get('reasoning')?.value).toBe(0);
  });

  it('sum to 1 where labels of one item disagree, even on whether it failed', () => {
    const items = [
      failed('a', 3, { knowledge: 0.5, format: 0.5 }),
      failed('b', 1, { reasoning: 0.5 }),
      failed('c', 7, { format: 1 }),
    ];
    const shares = failureShares(items, KINDS);
    const values = KINDS.map((kind) => shares?.get(kind)?.value ?? Number.NaN);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    // 0.5 x 1 of 3 x 1 + 1 x 0.5 + 7 x 1 failures
    expect(values[2]).toBeCloseTo(0.5 / 10.5, 12);
  });

  it('are unknown without failures', () => {
    expect(failureShares([failed('a', 1, {})], KINDS)).toBeNull();
  });

  it('hold together at a third of 5 % each', () => {
    expect(twoSidedP(Z_THREE_TOGETHER)).toBeCloseTo(0.05 / 3, 12);
    expect(Z_THREE_TOGETHER).toBeCloseTo(2.394, 3);
  });
});
