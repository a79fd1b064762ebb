import { stColumnsProblem } from './st-columns.ts';

/** What is wrong with a row of (anchor, positive, negative); null if nothing. */
export function validateStTriplets(text: string): string | null {
  return stColumnsProblem(text, ['anchor', 'positive', 'negative']);
}
