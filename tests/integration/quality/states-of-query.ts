import { answerState, type ResolvedVerdict } from '#lib/retrieval-metrics/answer-state.ts';
import type { Grade } from '#lib/retrieval-metrics/graded-ranking.ts';
import { type RetrievalState, retrievalState } from '#lib/retrieval-metrics/retrieval-state.ts';
import type { TestLabel, TestQuery } from './write-rows.ts';

const VERDICTS = new Set<string>(['correct', 'partly', 'wrong', 'cannot_tell', 'disputed']);
const isVerdict = (verdict: string): verdict is NonNullable<ResolvedVerdict> => VERDICTS.has(verdict);

/** Grades by question and chunk. */
export type TestGrades = Readonly<Record<string, Readonly<Record<string, Grade>>>>;

/** What the pure functions say of a query that a test wrote. `none`: the answer has no state. */
export function statesOfQuery(
  query: TestQuery,
  label: TestLabel | undefined,
  grades: TestGrades,
  k: number,
): { retrieval: RetrievalState; answer: 'good' | 'bad' | 'none' } {
  const hits = query.hits === undefined ? ['a', 'b'] : query.hits;
  const given = grades[query.question ?? query.id];
  const verdict = label?.verdict ?? '';
  return {
    retrieval: retrievalState(
      {
        hitCount: hits === null ? null : hits.length,
        grades: (hits ?? []).map((chunk) => given?.[chunk] ?? null),
        retrievalFailed: query.error === 'retrieval',
        nothingToFind: label?.nothingToFind ?? query.answerable === false,
      },
      k,
    ),
    answer: answerState(isVerdict(verdict) ? verdict : null) ?? 'none',
  };
}
