import type { QueryDetail } from '#lib/query-log/schema.ts';
import type { LabelState } from './label-state.ts';

/** What the evidence points to, offered and never chosen for the reviewer. */
export interface Suggestion {
  failure: 'missing_knowledge' | 'wrong_format';
  because: string;
}

type Evidence = Pick<QueryDetail, 'retrieved' | 'error' | 'hits' | 'formatOk' | 'formatReason'>;
type Said = Pick<LabelState, 'verdict' | 'failure' | 'nothingToFind' | 'grades'>;

/**
 * The first failure that the evidence points to, in the order in which the guidelines ask, while no failure is named
 * and the verdict leaves room for one.
 */
export function suggestionOf(
  query: Evidence,
  state: Said,
  gradeKeys: readonly string[],
): Suggestion | undefined {
  if (state.failure !== null || state.verdict === 'correct' || state.verdict === 'cannot_tell')
    return undefined;
  return missingKnowledge(query, state, gradeKeys) ?? wrongFormat(query);
}

/** Retrieval ran and found nothing, or every hit is graded 0. */
function missingKnowledge(
  query: Evidence,
  state: Said,
  gradeKeys: readonly string[],
): Suggestion | undefined {
  if (state.nothingToFind || !query.retrieved || query.error?.stage === 'retrieval') return undefined;
  if (query.hits.length === 0) return { failure: 'missing_knowledge', because: 'nothing was found' };
  return gradeKeys.every((key) => state.grades[key] === 0)
    ? { failure: 'missing_knowledge', because: 'every hit is graded irrelevant' }
    : undefined;
}

/** A format rule of the project did not hold when the answer came; its reason begins with name and version. */
function wrongFormat({ formatOk, formatReason }: Evidence): Suggestion | undefined {
  if (formatOk !== false) return undefined;
  const [, rule, why] = /^(.+?)@\d+: (.*)$/s.exec(formatReason) ?? [];
  const because =
    rule === undefined ? 'a format rule does not hold' : `the rule “${rule}” does not hold: “${why}”`;
  return { failure: 'wrong_format', because };
}
