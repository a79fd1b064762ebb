/** Above this difference in a group's share two slices are not the same mix, and standardising is offered. */
export const MIX_DIFFERENCE = 0.1;

export interface GroupedWeight {
  /** Cluster of questions, or another dimension of the traffic. */
  readonly group: string;
  readonly weight: number;
}

/**
 * The rows weighted so that each group has the share it has in `target`: "what if this slice had that slice's
 * questions". Null where the target has a group of which the rows have none. Direct standardisation.
 */
export function standardisedWeights<R extends GroupedWeight>(
  rows: readonly R[],
  target: readonly GroupedWeight[],
): R[] | null {
  const [own, wanted] = [groupShares(rows), groupShares(target)];
  if ([...wanted.keys()].some((group) => !own.has(group))) return null;
  return rows
    .filter(({ group }) => wanted.has(group))
    .map((row) => ({
      ...row,
      weight: (row.weight * (wanted.get(row.group) ?? 0)) / (own.get(row.group) ?? 1),
    }));
}

/** The largest difference in a group's share between two slices, 0 to 1. */
export function mixDifference(first: readonly GroupedWeight[], second: readonly GroupedWeight[]): number {
  const [a, b] = [groupShares(first), groupShares(second)];
  return Math.max(
    0,
    ...[...a.keys(), ...b.keys()].map((group) => Math.abs((a.get(group) ?? 0) - (b.get(group) ?? 0))),
  );
}

function groupShares(rows: readonly GroupedWeight[]): Map<string, number> {
  const shares = new Map<string, number>();
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  for (const { group, weight } of rows) {
    if (weight > 0) shares.set(group, (shares.get(group) ?? 0) + weight / total);
  }
  return shares;
}
