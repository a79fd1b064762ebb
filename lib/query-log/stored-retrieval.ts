import { z } from 'zod';

const text = z.string().default('');
const amount = z.number().nullable().default(null);

/** One search or reranking of a query: which hits it gave, in its own order. Their texts are in the table of chunks. */
export const storedRetrievalSchema = z.object({
  spanId: text,
  /** Of its span. */
  name: text,
  kind: z.enum(['retrieval', 'reranker']),
  /** The store, index or collection where one is named, else the name of the span. */
  retriever: text,
  query: z.string().nullable().default(null),
  topK: amount,
  scoreKind: text,
  /** Epoch ms with fractions. */
  startedMs: z.number(),
  durationMs: z.number(),
  error: z.object({ type: text, message: text }).nullable().default(null),
  /** Whether the hits of the query come from it. */
  isUsed: z.boolean(),
  /** Null: it failed, or its emitter does not send what it found. */
  hits: z
    .array(z.object({ id: z.string(), chunk: z.string(), title: text, source: text, score: amount }))
    .nullable(),
});
export type StoredRetrieval = z.output<typeof storedRetrievalSchema>;

/** The column `retrievals` of `queries`: '' where no spans tell of any. */
const storedRetrievalsSchema = z.object({
  retrievals: z.array(storedRetrievalSchema),
  /** For each hit of the query the place of its retrieval; empty where the hits were sent as JSON. */
  ofHits: z.array(z.number()),
});
export type StoredRetrievals = z.output<typeof storedRetrievalsSchema>;

export function parseRetrievals(json: string): StoredRetrievals {
  return json === '' ? { retrievals: [], ofHits: [] } : storedRetrievalsSchema.parse(JSON.parse(json));
}
