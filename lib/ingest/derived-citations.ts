import { citedNumbers } from '../text/citation-markers.ts';
import { SharedRun } from './shared-run.ts';

const SHORTEST_NAME = 4;

interface CitableHit {
  id: string;
  title: string;
  text: string;
}

/**
 * Which hits the answer seems to cite: named by `[n]` (counted from 1), by id or by title as a whole word, or
 * sharing a run of eight words with it. A guess, to be marked as one.
 */
export function derivedCitations(answer: string | null, hits: readonly CitableHit[]): boolean[] {
  if (answer === null || answer === '') return hits.map(() => false);
  const numbers = citedNumbers(answer);
  const lowered = answer.toLowerCase();
  const runs = new SharedRun(answer);
  return hits.map(
    (hit, i) =>
      numbers.has(i + 1) || isNamed(lowered, hit.id) || isNamed(lowered, hit.title) || runs.isIn(hit.text),
  );
}

/** Whether the text holds the name as a whole word. A name of fewer than four characters says nothing: "1" or "a" stands in every answer. */
export function isNamed(loweredAnswer: string, name: string): boolean {
  if (name.length < SHORTEST_NAME) return false;
  const wanted = name.toLowerCase();
  let at = loweredAnswer.indexOf(wanted);
  while (at >= 0) {
    const before = loweredAnswer[at - 1] ?? ' ';
    const after = loweredAnswer[at + wanted.length] ?? ' ';
    if (!isWordCharacter(before) && !isWordCharacter(after)) return true;
    at = loweredAnswer.indexOf(wanted, at + 1);
  }
  return false;
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
