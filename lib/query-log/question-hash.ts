import { hash } from 'node:crypto';

/**
 * Key under which judgements are shared by all queries that ask the same: 32 hex digits of the SHA-256 of the
 * question in NFKC, without case, with runs of white space as one space. Pass `retrievalQuery ?? question`.
 */
export function questionHash(question: string): string {
  return hash('sha256', normalisedQuestion(question), 'hex').slice(0, 32);
}

/** Lower case after upper case folds what a single mapping leaves apart (ß and SS, final sigma). */
function normalisedQuestion(question: string): string {
  return question.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/gu, ' ').trim();
}
