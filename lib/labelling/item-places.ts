/** How many reviewers the queue wants for an item. */
export interface OverlapPolicy {
  reviewers: number;
  /** Share of the items that get a second reviewer although nothing is wrong with them. */
  secondRate: number;
}

/**
 * The places of an item whose query has the permanent random number `o`: one for each reviewer. Where one reviewer
 * is the rule, a random share gets two. Independent of `u`, so no inclusion probability changes.
 */
export function itemPlaces({ reviewers, secondRate }: OverlapPolicy, o: number): number[] {
  const wanted = reviewers === 1 && o < secondRate ? 2 : reviewers;
  return Array.from({ length: wanted }, (_, slot) => slot);
}
