import { DEFAULT_THRESHOLD, type Grade, topK } from './graded-ranking.ts';

export type RetrievalState = 'good' | 'bad' | 'failed' | 'nothing_to_find' | 'not_used' | 'unknown';

export interface RetrievalOutcome {
  /** Null when the query has no `hits` at all, that is, no retrieval was used; 0 when it found nothing. */
  readonly hitCount: number | null;
  /** Resolved grades in the retriever's order, null = ungraded; hits beyond its end are ungraded. */
  readonly grades: readonly (Grade | null)[];
  /** The error's stage is retrieval. */
  readonly retrievalFailed: boolean;
  /** A reviewer, or what was expected of the query, says that no document should answer it. */
  readonly nothingToFind: boolean;
}

/** The retrieval side of the quadrant for one query: only `good` and `bad` enter it. */
export function retrievalState(outcome: RetrievalOutcome, k: number): RetrievalState {
  if (outcome.retrievalFailed) return 'failed';
  if (outcome.hitCount === null) return 'not_used';
  if (outcome.nothingToFind) return 'nothing_to_find';

  const shown = Math.min(k, outcome.hitCount);
  const graded = topK(outcome.grades, k)
    .slice(0, shown)
    .filter((grade) => grade !== null);
  if (graded.some((grade) => grade >= DEFAULT_THRESHOLD)) return 'good';
  return graded.length === shown ? 'bad' : 'unknown';
}
