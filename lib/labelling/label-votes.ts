import type { LabelVote } from './resolved-label.ts';

/** What one label says of an answer: the kind of its failure, `unclear` where it names none, else its verdict. */
export function voteOf({ verdict, failure }: Pick<LabelVote, 'verdict' | 'failure'>): string {
  return isFailure(verdict) ? (failure ?? 'unclear') : verdict;
}

/**
 * How many labels say what, in the order of the names: the adjudicated one alone where there is one, else all. Rates
 * that let reviewers differ give each its part; whatever shows one answer a query takes the resolved label.
 */
export function labelVotes(labels: readonly LabelVote[], adjudicated?: LabelVote): Record<string, number> {
  const counting = adjudicated === undefined ? labels : [adjudicated];
  const counts = Map.groupBy(counting, voteOf);
  return Object.fromEntries([...counts].map(([vote, of]) => [vote, of.length] as const).sort(byName));
}

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]) => (a < b ? -1 : 1);

/** How a queue asks for second labels. */
export interface SecondLabels {
  readonly reviewers: number;
  readonly secondFailures: boolean;
  readonly secondRate: number;
}

/** Probability that a query with this first label is labelled again. */
export function secondLabelRate(first: Pick<LabelVote, 'verdict'>, queue: SecondLabels): number {
  if (queue.reviewers > 1) return 1;
  return isFailure(first.verdict) && queue.secondFailures ? 1 : queue.secondRate;
}

const isFailure = (verdict: string) => verdict === 'partly' || verdict === 'wrong';
