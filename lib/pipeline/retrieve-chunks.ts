import type { Context } from '../platform/context.ts';
import type { KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { ProviderFault } from '../providers/provider-fault.ts';
import { unitVector } from '../providers/unit-vector.ts';
import type { VectorQuery, VectorStore } from '../providers/vector-store.ts';
import { choicesOf } from './knowledge-base-row.ts';
import type { KnownChunk, LoadedIndex } from './loaded-index.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { type RankingInput, rankedChunks, type SimilarChunk } from './ranked-chunks.ts';
import { requireVectorsFor } from './retrieval-rules.ts';
import type { RetrievalMode } from './schema.ts';

export interface RetrievedChunk {
  chunk: KnownChunk;
  score: number;
}

export interface Retrieval {
  hits: RetrievedChunk[];
  candidates: RetrievedChunk[];
}

export interface RetrievalRequest {
  question: string;
  index: KnowledgeIndex;
  loaded: LoadedIndex;
  settings: RankingInput['settings'];
  /** Hits below are left out. */
  threshold: number;
  providers: PipelineProviders;
  signal?: AbortSignal;
}

/** Finds the chunks for a question. Throws ProviderFault with stage `retrieval`. */
export async function retrieveChunks(ctx: Context, request: RetrievalRequest): Promise<Retrieval> {
  const { loaded, settings, threshold, question } = request;
  requireVectorsFor(settings.mode, choicesOf(request.index).embedding, 'mode');
  const similar = needsVectors(request) ? await similarChunks(ctx, request) : undefined;
  const ranking = rankedChunks({
    question,
    texts: loaded.chunks.map(({ indexed }) => indexed),
    lexical: loaded.lexical,
    ...(similar === undefined ? {} : { similar }),
    settings,
    threshold,
  });
  const named = ({ place, score }: { place: number; score: number }): RetrievedChunk[] => {
    const chunk = loaded.chunks[place];
    return chunk === undefined ? [] : [{ chunk, score }];
  };
  return { hits: ranking.hits.flatMap(named), candidates: ranking.candidates.flatMap(named) };
}

function needsVectors({ index, settings }: RetrievalRequest): boolean {
  return settings.mode !== 'lexical' && choicesOf(index).embedding !== null;
}

async function similarChunks(ctx: Context, request: RetrievalRequest): Promise<SimilarChunk[]> {
  const { question, index, settings, providers, signal } = request;
  const { embedding } = choicesOf(index);
  if (embedding === null) throw new Error('An index without an embedding model has no vectors.');
  const options = signal === undefined ? {} : { signal };
  const [vector] = await (await providers.embedding(ctx, embedding)).embed([question], options);
  const store = await openIndexVectors(ctx, request);
  return nearestChunks(store, request.loaded, {
    vector: unitVector(vector ?? new Float32Array()),
    topK: Math.max(settings.k, settings.fetchK),
    withVectors: settings.mode === 'mmr',
    ...options,
  });
}

export function openIndexVectors(
  ctx: Context,
  { index, providers }: Pick<RetrievalRequest, 'index' | 'providers'>,
): Promise<VectorStore> {
  return providers.vectorStore(ctx, choicesOf(index).vectorStore, collectionOf(index.id));
}

/**
 * What the store holds next to a vector; two chunks that read the same share one. Something is always next to it: a
 * store that has nothing has lost the vectors. Some say so with an error, others (Pinecone of a namespace that is gone)
 * with an empty answer, which must not pass for zero hits. Throws ProviderFault `missing_index`.
 */
export async function nearestChunks(
  store: VectorStore,
  { placesOf, version }: LoadedIndex,
  query: VectorQuery,
): Promise<SimilarChunk[]> {
  const matches = await store.query(query);
  const found = matches.flatMap(({ id, score, vector }) =>
    (placesOf.get(id) ?? []).map((place) => ({
      place,
      score,
      vector: vector === null ? null : unitVector(vector),
    })),
  );
  if (found.length > 0) return found;
  throw new ProviderFault(
    'missing_index',
    'retrieval',
    `The vector store holds no vector of the index ${version}: “${store.collection}” is empty or gone there. Index the documents again.`,
  );
}

/** Where the vectors of an index lie in its store. */
export function collectionOf(indexId: string): string {
  return `faultline-${indexId}`;
}

/** Below which score hits of this mode are left out, unless the team chose a threshold. */
export function thresholdOf(
  chosen: number | null,
  mode: RetrievalMode,
  calibrated: Partial<Record<RetrievalMode, number>> | undefined,
): number {
  return chosen ?? calibrated?.[mode] ?? Number.NEGATIVE_INFINITY;
}
