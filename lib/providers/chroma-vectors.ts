import { ChromaClient, type Collection } from 'chromadb';
import type { OpenedConnection } from './opened-connection.ts';
import { clampedCosine, unitVector } from './unit-vector.ts';
import { inOrder, lengthWords, vectorBatches, vectorCalls } from './vector-calls.ts';
import type { VectorCallOptions, VectorMetadata, VectorStore } from './vector-store.ts';

/** A Chroma collection. Chroma learns the length from the first vector, so it is kept in the collection's metadata. */
export function chromaVectors(
  connection: OpenedConnection,
  collection: string,
  options: { timeoutMs?: number } = {},
): VectorStore {
  const { call, fault, requireLength } = vectorCalls(connection, collection, options.timeoutMs);
  const client = chromaClient(connection);
  let opened: Collection | undefined;

  const open = async (asked?: VectorCallOptions): Promise<Collection> => {
    opened ??= await call(() => client.getCollection({ name: collection }), asked);
    return opened;
  };
  return {
    collection,
    prepare: async (wanted, asked) => {
      opened = await call(
        () =>
          client.getOrCreateCollection({
            name: collection,
            embeddingFunction: null,
            metadata: { dimensions: wanted },
            configuration: { hnsw: { space: 'cosine' } },
          }),
        asked,
      );
      const dimensions = lengthOf(opened);
      if (dimensions !== null && dimensions !== wanted)
        throw fault('wrong_dimension', lengthWords(wanted, dimensions));
    },
    describe: async (asked) => {
      const found = await open(asked);
      return { dimensions: lengthOf(found), count: await call(() => found.count(), asked) };
    },
    upsert: async (records, asked) => {
      const found = await open(asked);
      for (const { vector } of records) requireLength(lengthOf(found), vector);
      for (const batch of vectorBatches(records, 500)) {
        await call(
          () =>
            found.upsert({
              ids: batch.map(({ id }) => id),
              embeddings: batch.map(({ vector }) => [...vector]),
              // Chroma refuses a row whose metadata is empty.
              metadatas: batch.map(({ metadata }) => ({ faultline: true, ...metadata })),
            }),
          asked,
        );
      }
    },
    query: async ({ vector, topK, withVectors = false, signal }) => {
      const asked = signal === undefined ? {} : { signal };
      const found = await open(asked);
      requireLength(lengthOf(found), vector);
      const answer = await call(
        () =>
          found.query({
            queryEmbeddings: [[...unitVector(vector)]],
            nResults: topK,
            include: ['distances', 'metadatas', ...(withVectors ? (['embeddings'] as const) : [])],
          }),
        asked,
      );
      const matches = (answer.ids[0] ?? []).map((id, at) => ({
        id,
        score: clampedCosine(1 - (answer.distances?.[0]?.[at] ?? 1)),
        vector: withVectors ? Float32Array.from(answer.embeddings?.[0]?.[at] ?? []) : null,
        metadata: ownMetadata(answer.metadatas?.[0]?.[at]),
      }));
      return inOrder(matches);
    },
    delete: async (ids, asked) => {
      const found = await open(asked);
      if (ids.length > 0) await call(() => found.delete({ ids: [...ids] }), asked);
    },
    count: async (asked) => {
      const found = await open(asked);
      return call(() => found.count(), asked);
    },
    drop: async (asked) => {
      opened = undefined;
      await call(() => client.deleteCollection({ name: collection }), asked).catch((error: unknown) => {
        if ((error as { fault?: string }).fault !== 'missing_index') throw error;
      });
    },
  };
}

export function chromaClient({ baseUrl, key, options }: OpenedConnection): ChromaClient {
  const url = new URL(baseUrl);
  const ssl = url.protocol === 'https:';
  return new ChromaClient({
    host: url.hostname,
    port: Number(url.port) || (ssl ? 443 : 80),
    ssl,
    ...(key === null ? {} : { headers: { 'x-chroma-token': key } }),
    tenant: options.tenant ?? 'default_tenant',
    database: options.database ?? 'default_database',
  });
}

function lengthOf({ metadata }: Collection): number | null {
  return typeof metadata?.dimensions === 'number' ? metadata.dimensions : null;
}

function ownMetadata(metadata: unknown): VectorMetadata {
  const { faultline: _, ...own } = (metadata ?? {}) as VectorMetadata;
  return own;
}
