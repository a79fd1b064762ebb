/** A wording of a group that was just found, with how often it was asked in vain. */
export interface WeighedWording {
  questionHash: string;
  queries: number;
}

/**
 * Which known gap each group continues: the one that has most of its queries by wordings they share, every gap in at
 * most one group and every group at most one gap, the largest agreement first. A group without such a gap is a new
 * one, null. `known` maps a wording to its gap.
 */
export function continuedGaps(
  groups: readonly (readonly WeighedWording[])[],
  known: ReadonlyMap<string, string>,
): (string | null)[] {
  const claims = groups
    .flatMap((group, place) => {
      const weights = new Map<string, number>();
      for (const { questionHash, queries } of group) {
        const gap = known.get(questionHash);
        if (gap !== undefined) weights.set(gap, (weights.get(gap) ?? 0) + queries);
      }
      return [...weights].map(([gap, weight]) => ({ place, gap, weight }));
    })
    .sort((a, b) => b.weight - a.weight || a.place - b.place || (a.gap < b.gap ? -1 : 1));
  const continued: (string | null)[] = groups.map(() => null);
  const taken = new Set<string>();
  for (const { place, gap } of claims) {
    if (continued[place] !== null || taken.has(gap)) continue;
    continued[place] = gap;
    taken.add(gap);
  }
  return continued;
}
