import { FAILURE_WORDS, VERDICT_WORDS } from '../../_components/label-words.ts';

/** What a query that a question was made from was found to be. */
export function kindWords(kind: string): string {
  const words: Record<string, string> = { ...FAILURE_WORDS, correct: VERDICT_WORDS.correct };
  return words[kind] ?? kind;
}
