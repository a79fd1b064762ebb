import { stColumnsProblem } from './st-columns.ts';

/** What is wrong with a row of (anchor, positive); null if nothing. */
export function validateStPairs(text: string): string | null {
  return stColumnsProblem(text, ['anchor', 'positive']);
}
