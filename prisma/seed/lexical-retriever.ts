import MiniSearch from 'minisearch';
import type { HandbookChunk } from './handbook.ts';
import { termOf } from './terms.ts';

export type ScoredChunk = { chunk: HandbookChunk; score: number };
/** `hits`: what reached the floor, at most k. `candidates`: what the store found before floor and k. */
export type Retrieval = { hits: ScoredChunk[]; candidates: ScoredChunk[] };

/**
 * A match below this BM25+ score rests on a single word that many sections share. Without a floor a search for
 * something absent would always return five arbitrary sections.
 */
export const SCORE_FLOOR = 12;
const CANDIDATES = 10;

/** BM25+ over title and text of the given chunks; the same chunks and query always give the same ranking. */
export function lexicalRetriever(chunks: readonly HandbookChunk[]): (query: string, k: number) => Retrieval {
  const engine = new MiniSearch<HandbookChunk>({
    fields: ['title', 'text'],
    processTerm: termOf,
    searchOptions: { boost: { title: 1.5 }, combineWith: 'OR', prefix: false, fuzzy: false },
  });
  engine.addAll(chunks);
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));

  return (query, k) => {
    const candidates = engine.search(query).flatMap(({ id, score }) => {
      const chunk = byId.get(String(id));
      return chunk ? [{ chunk, score: Math.round(score * 1000) / 1000 }] : [];
    });
    return {
      hits: candidates.filter(({ score }) => score >= SCORE_FLOOR).slice(0, k),
      candidates: candidates.slice(0, CANDIDATES),
    };
  };
}
