import type { RatedUnit, Rating } from './rated-unit.ts';

export interface ConfusionCell {
  /** Units, or pairs of ratings where all reviewers are pooled. */
  readonly count: number;
  /** The items behind the count, each once, in the order of the units. */
  readonly items: readonly string[];
}

export interface ConfusionTable<V extends Rating = Rating> {
  readonly categories: readonly V[];
  /** By row, then column, in the order of the categories. */
  readonly cells: readonly (readonly ConfusionCell[])[];
}

/**
 * What the second reviewer (columns) said of units to which the first (rows) gave each category. Units that
 * one of them did not rate, or rated with a value outside the categories, are left out.
 */
export function confusionTable<V extends Rating>(
  units: readonly RatedUnit<V>[],
  reviewers: { readonly first: string; readonly second: string },
  categories: readonly V[],
): ConfusionTable<V> {
  const pairs = units.map(({ item, ratings }) => ({
    item,
    row: positionOf(categories, ratings.get(reviewers.first)),
    column: positionOf(categories, ratings.get(reviewers.second)),
  }));
  return tableOf(pairs, categories);
}

/**
 * The same over every pair of reviewers, whoever they are: each pair of ratings of a unit counts once, in the
 * row of the category that comes first, so that everything below the diagonal is empty.
 */
export function pooledConfusionTable<V extends Rating>(
  units: readonly RatedUnit<V>[],
  categories: readonly V[],
): ConfusionTable<V> {
  const pairs = units.flatMap(({ item, ratings }) => {
    const positions = [...ratings.values()]
      .map((value) => positionOf(categories, value))
      .sort((a, b) => a - b);
    return positions.flatMap((row, i) => positions.slice(i + 1).map((column) => ({ item, row, column })));
  });
  return tableOf(pairs, categories);
}

/** The table as plain counts, as `cohenKappa` takes them. */
export function countsOf({ cells }: ConfusionTable): number[][] {
  return cells.map((row) => row.map(({ count }) => count));
}

interface Pair {
  readonly item: string;
  readonly row: number;
  readonly column: number;
}

function positionOf<V extends Rating>(categories: readonly V[], value: V | undefined): number {
  return value === undefined ? -1 : categories.indexOf(value);
}

function tableOf<V extends Rating>(pairs: readonly Pair[], categories: readonly V[]): ConfusionTable<V> {
  const inCell = Map.groupBy(pairs, ({ row, column }) => `${row} ${column}`);
  const cells = categories.map((_r, row) =>
    categories.map((_c, column) => {
      const members = inCell.get(`${row} ${column}`) ?? [];
      return { count: members.length, items: [...new Set(members.map(({ item }) => item))] };
    }),
  );
  return { categories, cells };
}
