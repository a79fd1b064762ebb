export type Rating = string | number;

/** One thing that reviewers rated apart from each other: the verdict of an answer, the grade of a hit. */
export interface RatedUnit<V extends Rating = Rating> {
  /** The labelled query. Units of one item are drawn together by the bootstrap. */
  readonly item: string;
  /** Reviewer to rating; who did not rate it is absent. */
  readonly ratings: ReadonlyMap<string, V>;
}

/** How many items hold a unit that at least two reviewers rated: the others say nothing about agreement. */
export function jointItemCount(units: readonly RatedUnit[]): number {
  return new Set(units.filter(({ ratings }) => ratings.size >= 2).map(({ item }) => item)).size;
}
