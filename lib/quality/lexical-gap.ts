import { STOP_WORDS } from '../text/words.ts';

/** A term is rare that stands in at most this share of the known chunks, and always in two or fewer. */
const RARE_SHARE = 0.01;
const ALWAYS_RARE = 2;
const FEWEST_CHARACTERS = 3;

/** In how many of the known chunks a term may stand and still be rare. */
export function rareUpTo(knownChunks: number): number {
  return Math.max(ALWAYS_RARE, Math.floor(knownChunks * RARE_SHARE));
}

/** The words of a question that may be rare: no stop words, three characters and more, unless they are numbers. */
export function searchTerms(words: readonly string[]): string[] {
  return words.filter(
    (word) => !STOP_WORDS.has(word) && (word.length >= FEWEST_CHARACTERS || /^\d+$/.test(word)),
  );
}

export interface LexicalGap {
  /** Rare terms that no hit holds, though a known chunk does, the rarest first. */
  terms: string[];
  /** The chunk that holds most of them, of equals the one whose terms are rarest. */
  chunk: string;
  held: string[];
}

/**
 * The gap between a question's words and its hits: `holders` has, for each term that is rare and known, all chunks that
 * hold it. Null where there is none: every rare term is unknown or stands in a hit, or no chunk holds enough of them. One
 * word alone is chance unless it is a number or code, or nothing was found at all.
 */
export function lexicalGap(
  terms: readonly string[],
  hits: ReadonlySet<string>,
  holders: ReadonlyMap<string, readonly string[]>,
): LexicalGap | null {
  const missing = terms
    .map((term) => ({ term, chunks: holders.get(term) ?? [] }))
    .filter(({ chunks }) => chunks.length > 0 && !chunks.some((chunk) => hits.has(chunk)))
    .sort((a, b) => a.chunks.length - b.chunks.length || (a.term < b.term ? -1 : 1));
  if (missing.length === 0) return null;
  const held = new Map<string, { terms: string[]; weight: number }>();
  for (const { term, chunks } of missing) {
    for (const chunk of chunks) {
      const { terms: known, weight } = held.get(chunk) ?? { terms: [], weight: 0 };
      held.set(chunk, { terms: [...known, term], weight: weight + 1 / chunks.length });
    }
  }
  const [best] = [...held].sort(
    ([chunkA, a], [chunkB, b]) =>
      b.terms.length - a.terms.length || b.weight - a.weight || (chunkA < chunkB ? -1 : 1),
  );
  if (best === undefined || !isTelling(best[1].terms, hits.size)) return null;
  return { terms: missing.map(({ term }) => term), chunk: best[0], held: best[1].terms };
}

function isTelling(held: readonly string[], hits: number): boolean {
  return held.length >= 2 || hits === 0 || held.some((term) => /\p{N}/u.test(term));
}
