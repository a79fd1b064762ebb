import { STOP_WORDS } from '../text/words.ts';

/**
 * The term that a word is searched by: without a common English ending, so that "returns" finds "returned"; null for
 * words that say nothing of a subject. Light on purpose: what it joins wrongly, nothing can tell apart again.
 */
export function searchTerm(word: string): string | null {
  if (STOP_WORDS.has(word)) return null;
  const plain = word.replace(/'s$/, '').replaceAll("'", '');
  if (plain === '') return null;
  if (!/^[a-z]+$/.test(plain) || plain.length < 4) return plain;
  return plain.length === 4
    ? plain.replace(/(?<=[^s])s$/, '')
    : plain.replace(/(ies|es|s)$/, '').replace(/(ing|ed|e|y)$/, '');
}
