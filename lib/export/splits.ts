import { createHash } from 'node:crypto';
import { DisjointSets, nearDuplicateClusters } from '../text/near-duplicates.ts';
import { SPLITS, type Split } from './format.ts';

/** A query as far as splitting looks at it. */
export interface Splittable {
  queryId: string;
  question: string;
  /** What was searched for it, where that is not the question. */
  searched: string | null;
  /** Empty where it has none. */
  sessionId: string;
  /** Where it was put before; null if nowhere yet. */
  side: Split | null;
}

export interface SplitOptions {
  shares: { validation: number; test: number };
  seed: number;
}

export interface SplitPlan {
  sides: Split[];
  /** The cluster of near-duplicate questions of each row, as the place of its first row. */
  clusters: Uint32Array;
}

/**
 * A side for each row: near-duplicate questions and queries of one session always have the same. Where a row of such
 * a group has a side already, all get the strictest of them (test, then validation, then train), so that only rows
 * whose groups have grown together ever move; other groups are spread by the seed and their first query id.
 */
export async function planSplits(
  rows: readonly Splittable[],
  { shares, seed }: SplitOptions,
): Promise<SplitPlan> {
  // What was searched is compared too: embedding models and rerankers learn from it.
  const searched = rows.flatMap((row, place) =>
    row.searched === null ? [] : [{ text: row.searched, place }],
  );
  const texts = [...rows.map(({ question }) => question), ...searched.map(({ text }) => text)];
  const clusters = await nearDuplicateClusters(texts);
  const groups = new DisjointSets(texts.length);
  clusters.forEach((first, place) => {
    groups.join(first, place);
  });
  searched.forEach(({ place }, i) => {
    groups.join(place, rows.length + i);
  });
  const sessions = new Map<string, number>();
  rows.forEach(({ sessionId }, place) => {
    if (sessionId === '') return;
    const first = sessions.get(sessionId);
    if (first === undefined) sessions.set(sessionId, place);
    else groups.join(first, place);
  });
  const firsts = groups.firsts();
  const known = new Map<number, Split>();
  const keys = new Map<number, string>();
  rows.forEach(({ queryId, side }, place) => {
    const group = firsts[place] ?? place;
    if (side !== null) known.set(group, stricter(side, known.get(group)));
    const key = keys.get(group);
    if (key === undefined || queryId < key) keys.set(group, queryId);
  });
  const sides = rows.map((_, place) => {
    const group = firsts[place] ?? place;
    return known.get(group) ?? drawnSide(keys.get(group) ?? '', { shares, seed });
  });
  return { sides, clusters: clusters.subarray(0, rows.length) };
}

/** The side on which a row does less harm: what is tested on must never be learnt. */
export function stricter(a: Split, b: Split | undefined): Split {
  return b === undefined || SPLITS.indexOf(a) > SPLITS.indexOf(b) ? a : b;
}

function drawnSide(key: string, { shares, seed }: SplitOptions): Split {
  const digest = createHash('sha256').update(`${seed}\0${key}`).digest();
  const drawn = digest.readUIntBE(0, 6) / 2 ** 48;
  if (drawn < shares.test) return 'test';
  return drawn < shares.test + shares.validation ? 'validation' : 'train';
}
