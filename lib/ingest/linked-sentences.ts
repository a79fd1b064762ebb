import { citedNumbers } from '../text/citation-markers.ts';
import { sentences } from '../text/sentences.ts';
import { isNamed } from './derived-citations.ts';
import { everyRun, SharedRun } from './shared-run.ts';

interface LinkableHit {
  id: string;
  title: string;
  text: string;
}

export interface LinkedSentences {
  /** Sentences of the answer that say something; 0 where it is not measured. */
  sentences: number;
  /** Of these, linked to a hit. */
  linked: number;
}

const NOT_MEASURED: LinkedSentences = { sentences: 0, linked: 0 };
/** What an unsigned column of 16 bits holds. */
const MOST = 65_535;
const FEWEST_WORDS = 3;

/**
 * How many sentences of the answer are linked to a hit: by `[n]`, by a hit's id or title, or by a run of eight words
 * shared with its text, as in `derivedCitations`. Fragments of fewer than three words, headings, questions and what
 * ends in a colon do not count. Nothing is measured without hits, and of an answer that is JSON.
 */
export function linkedSentences(answer: string | null, hits: readonly LinkableHit[]): LinkedSentences {
  if (answer === null || hits.length === 0 || isJson(answer)) return NOT_MEASURED;
  const texts = sentences(answer)
    .map(({ text }) => text)
    .filter(isStatement);
  const linked = texts.map((text) => isMarked(text, hits));
  linkByRuns(texts, linked, hits);
  return {
    sentences: Math.min(MOST, texts.length),
    linked: Math.min(MOST, linked.filter(Boolean).length),
  };
}

function isJson(answer: string): boolean {
  return /^\s*(?:```\w*\s*)?(?:\{|\[\s*[{["\]])/.test(answer);
}

function isStatement(text: string): boolean {
  if (/^#{1,6}\s/.test(text) || /[?:：？]$/.test(text)) return false;
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  // Scripts without spaces have few words and long ones.
  return words.length >= FEWEST_WORDS || words.some((word) => /[\u3040-\u9fff]{4}/u.test(word));
}

function isMarked(text: string, hits: readonly LinkableHit[]): boolean {
  for (const number of citedNumbers(text)) if (number >= 1 && number <= hits.length) return true;
  const lowered = text.toLowerCase();
  return hits.some(({ id, title }) => isNamed(lowered, id) || isNamed(lowered, title));
}

/** Each text is read once, however many sentences there are: only where the hash of a run agrees the words are compared. */
function linkByRuns(texts: readonly string[], linked: boolean[], hits: readonly LinkableHit[]): void {
  const places = new Map<number, number[]>();
  texts.forEach((text, place) => {
    if (linked[place]) return;
    everyRun(text.toLowerCase(), (hash) => {
      const known = places.get(hash);
      if (known === undefined) places.set(hash, [place]);
      else if (known.at(-1) !== place) known.push(place);
      return false;
    });
  });
  if (places.size === 0) return;
  for (const { text } of hits) {
    const found = new Set<number>();
    everyRun(text.toLowerCase(), (hash) => {
      for (const place of places.get(hash) ?? []) if (!linked[place]) found.add(place);
      return false;
    });
    for (const place of found) linked[place] = new SharedRun(texts[place] ?? '').isIn(text);
  }
}
