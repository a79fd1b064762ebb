import { type HajekRate, hajekRate } from './hajek-rate.ts';

export interface FailedItem<K extends string = string> {
  /**
   * Kind to how much of the item's labels say so; a label with one kind gives it 1 / number of labels. The sum
   * is how much of the item failed, 1 where all labels say so.
   */
  readonly kinds: ReadonlyMap<K, number>;
  readonly weight: number;
  readonly cluster: string;
}

/** Half the width in standard errors with which three intervals hold together at 95 % (Bonferroni). */
export const Z_THREE_TOGETHER = 2.3939797998185104;

/**
 * Share of each kind among the failures, a ratio of two weighted sums: the rate of the kind among items that
 * failed, each weighted by how much of it failed. The shares sum to 1; each interval is 95 % on its own, at the
 * effective number of failures. Null without failures.
 */
export function failureShares<K extends string>(
  items: readonly FailedItem<K>[],
  kinds: readonly K[],
): Map<K, HajekRate> | null {
  const failures = items
    .map((item) => ({ ...item, failed: totalOf(item.kinds) }))
    .filter(({ failed }) => failed > 0);
  if (failures.length === 0) return null;
  const shares = kinds.map((kind): [K, HajekRate] => {
    const rows = failures.map((item) => ({
      y: Math.min(1, (item.kinds.get(kind) ?? 0) / item.failed),
      weight: item.weight * item.failed,
      cluster: item.cluster,
    }));
    return [kind, hajekRate(rows)];
  });
  return new Map(shares);
}

function totalOf(kinds: ReadonlyMap<string, number>): number {
  return kinds.values().reduce((total, share) => total + share, 0);
}
