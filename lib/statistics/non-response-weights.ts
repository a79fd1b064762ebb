import { sum } from './sum.ts';

/** A query that was selected, labelled or not. */
export interface SelectedItem {
  /** Priority class of its run: the rule that set its rate. */
  readonly class: string;
  /** Any number that rises with time. */
  readonly week: number;
  /** Inclusion probability, in (0, 1]. */
  readonly probability: number;
  readonly labelled: boolean;
}

export type NonResponse<I extends SelectedItem> =
  | { readonly weights: ReadonlyMap<I, number> }
  /** Classes with selected items of which none is labelled: there is no estimate without them. */
  | { readonly unlabelledClasses: readonly string[] };

const MIN_LABELLED = 5;

/**
 * Weights of the labelled items: 1 / probability, times what makes up for the unlabelled items of the same cell.
 * A cell is a class in a week; neighbouring weeks are put together, then classes, until five items of it are
 * labelled. Right where within a cell labelled and unlabelled items fail alike.
 */
export function nonResponseWeights<I extends SelectedItem>(items: readonly I[]): NonResponse<I> {
  const classes = Map.groupBy(items, (item) => item.class);
  const unlabelledClasses = [...classes]
    .filter(([, members]) => countLabelled(members) === 0)
    .map(([name]) => name)
    .sort();
  if (unlabelledClasses.length > 0) return { unlabelledClasses };

  const weights = poolClasses([...classes.values()])
    .flatMap(poolWeeks)
    .flatMap((cell) => {
      const labelled = cell.filter((item) => item.labelled);
      const factor = inverseSum(cell) / inverseSum(labelled);
      return labelled.map((item): [I, number] => [item, factor / item.probability]);
    });
  return { weights: new Map(weights) };
}

/** Classes of fewer than five labels go together; if they are still too few, the next smallest joins them. */
function poolClasses<I extends SelectedItem>(classes: readonly I[][]): I[][] {
  const [smallest, next, ...rest] = classes.toSorted((a, b) => countLabelled(a) - countLabelled(b));
  if (smallest === undefined || next === undefined || countLabelled(smallest) >= MIN_LABELLED) {
    return [...classes];
  }
  return poolClasses([[...smallest, ...next], ...rest]);
}

function poolWeeks<I extends SelectedItem>(members: readonly I[]): I[][] {
  const cells: I[][] = [];
  let open: I[] = [];
  for (const [, week] of [...Map.groupBy(members, (item) => item.week)].sort(([a], [b]) => a - b)) {
    open = [...open, ...week];
    if (countLabelled(open) < MIN_LABELLED) continue;
    cells.push(open);
    open = [];
  }
  // Weeks left over at the end join the last full cell, if there is one.
  const last = cells.pop() ?? [];
  return [...cells, [...last, ...open]];
}

function countLabelled(items: readonly SelectedItem[]): number {
  return items.filter((item) => item.labelled).length;
}

function inverseSum(items: readonly SelectedItem[]): number {
  return sum(items.map((item) => 1 / item.probability));
}
