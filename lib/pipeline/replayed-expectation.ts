import type { WireQuery } from '../ingest/schema.ts';
import type { AskedQuestion } from './asked-question.ts';
import type { LoadedIndex } from './loaded-index.ts';

/**
 * What was expected of the query that is asked again, for the same question. Ids of another system's index would count
 * as missed here, so `relevantIds` are copied only where this index has at least one of them.
 */
export function replayedExpectation(
  { replayed, question }: Pick<AskedQuestion, 'replayed' | 'question'>,
  { chunks }: Pick<LoadedIndex, 'chunks'>,
): NonNullable<WireQuery['expected']> | undefined {
  const asked = [replayed?.question, replayed?.retrievalQuery].map((text) => text?.trim());
  if (replayed === undefined || !asked.includes(question)) return undefined;
  const { answer, answerable, relevantIds } = replayed.expected;
  const isOwn = relevantIds.length > 0 && chunks.some(({ id }) => relevantIds.includes(id));
  if (answer === null && answerable === null && !isOwn) return undefined;
  return { answer, answerable, relevantIds: isOwn ? relevantIds : [] };
}
