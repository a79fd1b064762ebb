import { type BottomK, type Candidate, type Selection, selectBottomK } from './sampling.ts';

export interface RunSelection extends Selection {
  readonly id: string;
}

/** An item of the sample that this run could have drawn, with the rate it has here. */
export type EarlierItem = Pick<Candidate, 'id' | 'w'>;

export interface SamplingRun<C extends Candidate, E extends EarlierItem> extends BottomK<C> {
  /** Selected and not yet in the sample, in the order of u / w. */
  readonly added: readonly C[];
  /** In the sample from earlier and not selected this time: their threshold is `tauOut`. */
  readonly passedOver: readonly E[];
  /**
   * One row for every item of the sample that this run could have drawn, be it drawn now or earlier. Stored
   * under (item, run), so that running again changes nothing.
   */
  readonly selections: readonly RunSelection[];
}

/**
 * One run of a rule set over a window. `candidates` are the queries that match, at least those that could be
 * among the first cap + 1 by u / w. `earlier` are items of the project's sample, from whichever run and queue
 * and also those removed since, that lie in this window and match: a removed one stays in it, so that it is
 * never added again. Twenty more are the same run with a cap twenty higher.
 */
export function samplingRun<C extends Candidate, E extends EarlierItem = C>(
  candidates: readonly C[],
  cap: number,
  earlier: readonly E[] = [],
): SamplingRun<C, E> {
  const { selected, tau, tauOut } = selectBottomK(candidates, cap);
  const drawn = new Set(selected.map(({ id }) => id));
  const known = new Set(earlier.map(({ id }) => id));
  const passedOver = earlier.filter(({ id }) => !drawn.has(id));
  return {
    selected,
    added: selected.filter(({ id }) => !known.has(id)),
    passedOver,
    selections: [
      ...selected.map(({ id, w }) => ({ id, w, threshold: tau })),
      ...passedOver.map(({ id, w }) => ({ id, w, threshold: tauOut })),
    ],
    tau,
    tauOut,
  };
}
