import type { QueryDetail } from '#lib/query-log/schema.ts';
import type { LabelState } from './label-state.ts';

/** What the evidence points to, offered and never chosen for the reviewer. */
export interface Suggestion {
  failure: 'missing_knowledge';
  because: string;
}

/**
 * Missing knowledge, where retrieval ran and found nothing or every hit is graded 0, while no failure is named and
 * the verdict leaves room for one.
 */
export function suggestionOf(
  query: Pick<QueryDetail, 'retrieved' | 'error' | 'hits'>,
  state: Pick<LabelState, 'verdict' | 'failure' | 'nothingToFind' | 'grades'>,
  gradeKeys: readonly string[],
): Suggestion | undefined {
  if (state.failure !== null || state.nothingToFind) return undefined;
  if (state.verdict === 'correct' || state.verdict === 'cannot_tell') return undefined;
  if (!query.retrieved || query.error?.stage === 'retrieval') return undefined;
  if (query.hits.length === 0) return { failure: 'missing_knowledge', because: 'nothing was found' };
  return gradeKeys.every((key) => state.grades[key] === 0)
    ? { failure: 'missing_knowledge', because: 'every hit is graded irrelevant' }
    : undefined;
}
