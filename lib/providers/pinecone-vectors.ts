import { Pinecone } from '@pinecone-database/pinecone';
import { scopedFetch } from './fetch-scope.ts';
import type { OpenedConnection } from './opened-connection.ts';
import { clampedCosine, unitVector } from './unit-vector.ts';
import { inOrder, lengthWords, type VectorCalls, vectorBatches, vectorCalls } from './vector-calls.ts';
import type { VectorMetadata, VectorStore } from './vector-store.ts';

const DELETED_AT_ONCE = 1_000;
/** With unit vectors the dot product is the cosine. */
const MEASURES = ['cosine', 'dotproduct'];

/** A namespace of a Pinecone index that exists. New vectors are found after a few seconds. */
export function pineconeVectors(
  connection: OpenedConnection,
  collection: string,
  options: { timeoutMs?: number } = {},
): VectorStore {
  const name = connection.options.index ?? '';
  const { call, fault, requireLength } = vectorCalls(connection, name, options.timeoutMs);
  const client = pineconeClient(connection);
  const index = client.index({ host: connection.dataUrl ?? connection.baseUrl, namespace: collection });
  let dimensions: number | null = null;

  const statistics = async (signal: AbortSignal | undefined) => {
    const found = await call(() => index.describeIndexStats(), signal === undefined ? {} : { signal });
    dimensions = found.dimension ?? null;
    return { dimensions, count: found.namespaces?.[collection]?.recordCount ?? 0 };
  };
  return {
    collection,
    prepare: async (wanted, { signal } = {}) => {
      const found = await call(
        () => describePineconeIndex(client, name),
        signal === undefined ? {} : { signal },
      );
      if (found.metric !== undefined && !MEASURES.includes(found.metric))
        throw fault(
          'missing_index',
          `has the index “${name}” with ${found.metric}; it must be made with cosine.`,
        );
      dimensions = found.dimensions;
      if (dimensions !== null && dimensions !== wanted)
        throw fault('wrong_dimension', lengthWords(wanted, dimensions));
    },
    describe: ({ signal } = {}) => statistics(signal),
    upsert: async (records, { signal } = {}) => {
      for (const { vector } of records) requireLength(dimensions, vector);
      for (const batch of vectorBatches(records)) {
        const vectors = batch.map(({ id, vector, metadata }) => ({
          id: encodeURIComponent(id), // ids must be ASCII
          values: [...vector],
          metadata: metadata ?? {},
        }));
        await call(() => index.upsert({ records: vectors }), signal === undefined ? {} : { signal });
      }
    },
    query: async ({ vector, topK, withVectors = false, signal }) => {
      requireLength(dimensions, vector);
      const asked = {
        vector: [...unitVector(vector)],
        topK,
        includeMetadata: true,
        includeValues: withVectors,
      };
      const answer = await call(() => index.query(asked), signal === undefined ? {} : { signal });
      return inOrder(
        answer.matches.map((match) => ({
          id: decodeURIComponent(match.id),
          score: clampedCosine(match.score ?? 0),
          vector: withVectors ? Float32Array.from(match.values ?? []) : null,
          metadata: (match.metadata ?? {}) as VectorMetadata,
        })),
      );
    },
    delete: async (ids, { signal } = {}) => {
      for (let at = 0; at < ids.length; at += DELETED_AT_ONCE) {
        const part = ids.slice(at, at + DELETED_AT_ONCE).map(encodeURIComponent);
        await orNothing(call, () => index.deleteMany({ ids: part }), signal);
      }
    },
    count: async ({ signal } = {}) => (await statistics(signal)).count,
    drop: ({ signal } = {}) => orNothing(call, () => index.deleteAll(), signal),
  };
}

export function pineconeClient({ key, baseUrl }: Pick<OpenedConnection, 'key' | 'baseUrl'>): Pinecone {
  return new Pinecone({
    apiKey: key ?? 'none',
    controllerHostUrl: baseUrl,
    fetchApi: scopedFetch,
    maxRetries: 0,
    sourceTag: 'faultline',
  });
}

export interface PineconeIndex {
  host: string;
  dimensions: number | null;
  metric: string | undefined;
}

/** Since 2026-07 length and measure stand in the schema; before, beside the name. */
export async function describePineconeIndex(client: Pinecone, name: string): Promise<PineconeIndex> {
  const found: unknown = await client.describeIndex(name);
  const { host, dimension, metric, schema } = found as {
    host: string;
    dimension?: number;
    metric?: string;
    schema?: { fields?: Record<string, { dimension?: number; metric?: string }> };
  };
  const field = Object.values(schema?.fields ?? {}).find((one) => one.dimension !== undefined);
  return { host, dimensions: field?.dimension ?? dimension ?? null, metric: field?.metric ?? metric };
}

/** Deleting from a namespace that is not there is answered with 404. */
async function orNothing(
  call: VectorCalls['call'],
  work: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await call(work, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    if ((error as { fault?: string }).fault !== 'missing_index') throw error;
  });
}
