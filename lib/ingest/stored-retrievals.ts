import type { StoredRetrieval, StoredRetrievals } from '#lib/query-log/stored-retrieval.ts';
import { cleanEvent } from './clean-event.ts';
import { newNotes } from './event-notes.ts';
import type { AssembledQuery, Retrieval } from './otlp/assemble-trace.ts';
import { type Chunk, storedHit } from './query-row.ts';
import { LIMITS } from './schema.ts';

/**
 * Every retrieval of a query as JSON, and the texts of their hits; '' without any. They are cleaned as the query is,
 * so that a hit which is told in both names one chunk. `keepsHits`: the query's hits are those of the spans.
 */
export function storedRetrievals(
  query: Pick<AssembledQuery, 'retrievals' | 'hitSpanIds'>,
  keepsHits: boolean,
): { json: string; chunks: Chunk[] } {
  const chunks: Chunk[] = [];
  const retrievals = query.retrievals
    .slice(0, LIMITS.hits)
    .map((retrieval) => storedRetrieval(retrieval, chunks));
  if (retrievals.length === 0) return { json: '', chunks };
  const places = new Map(retrievals.map(({ spanId }, place) => [spanId, place]));
  const ofHits = keepsHits ? query.hitSpanIds.map((spanId) => places.get(spanId) ?? 0) : [];
  const stored: StoredRetrievals = { retrievals, ofHits };
  return { json: JSON.stringify(stored), chunks };
}

function storedRetrieval(sent: Retrieval, chunks: Chunk[]): StoredRetrieval {
  const { spanId, name, kind, retriever, topK, scoreKind, durationMs, isUsed, error } = sent;
  const { query, hits } = cleaned({ query: sent.query, hits: sent.hits?.slice(0, LIMITS.hits) });
  return {
    spanId,
    name,
    kind,
    retriever,
    query: query ?? null,
    topK: topK ?? null,
    scoreKind,
    startedMs: sent.startedAt,
    durationMs,
    error: error === undefined ? null : { type: error.type, message: error.message },
    isUsed,
    hits:
      hits?.map((hit) => {
        const { id, chunk, title, source, score } = storedHit(hit, chunks);
        return { id, chunk, title, source, score };
      }) ?? null,
  };
}

function cleaned<T extends Record<string, unknown>>(fields: T): T {
  const copy = structuredClone(fields);
  cleanEvent(copy, newNotes());
  return copy;
}
