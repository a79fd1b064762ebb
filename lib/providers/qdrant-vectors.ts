import { QdrantClient } from '@qdrant/js-client-rest';
import type { OpenedConnection } from './opened-connection.ts';
import { rowUuid } from './row-uuid.ts';
import { clampedCosine, unitVector } from './unit-vector.ts';
import { inOrder, lengthWords, vectorBatches, vectorCalls } from './vector-calls.ts';
import type { VectorCallOptions, VectorMetadata, VectorStore } from './vector-store.ts';

/** A Qdrant collection of unnamed vectors. Ids must be numbers or UUIDs there, so the payload holds ours. */
export function qdrantVectors(
  connection: OpenedConnection,
  collection: string,
  options: { timeoutMs?: number } = {},
): VectorStore {
  const { call, fault, requireLength } = vectorCalls(connection, collection, options.timeoutMs);
  const client = qdrantClient(connection);
  let dimensions: number | null = null;

  const readState = async (asked?: VectorCallOptions) => {
    const found = await call(() => client.getCollection(collection), asked);
    const vectors = found.config.params.vectors as { size?: number } | undefined;
    dimensions = vectors?.size ?? null;
    return { dimensions, count: found.points_count ?? 0 };
  };
  return {
    collection,
    prepare: async (wanted, asked) => {
      const { exists } = await call(() => client.collectionExists(collection), asked);
      if (!exists) {
        const vectors = { size: wanted, distance: 'Cosine' } as const;
        await call(() => client.createCollection(collection, { vectors }), asked);
      }
      const found = await readState(asked);
      if (found.dimensions !== null && found.dimensions !== wanted)
        throw fault('wrong_dimension', lengthWords(wanted, found.dimensions));
    },
    describe: readState,
    upsert: async (records, asked) => {
      for (const { vector } of records) requireLength(dimensions, vector);
      for (const batch of vectorBatches(records)) {
        const points = batch.map(({ id, vector, metadata }) => ({
          id: rowUuid(id),
          vector: [...vector],
          payload: { id, metadata: metadata ?? {} },
        }));
        await call(() => client.upsert(collection, { wait: true, points }), asked);
      }
    },
    query: async ({ vector, topK, withVectors = false, signal }) => {
      requireLength(dimensions, vector);
      const asked = {
        query: [...unitVector(vector)],
        limit: topK,
        with_payload: true,
        with_vector: withVectors,
      };
      const answer = await call(
        () => client.query(collection, asked),
        signal === undefined ? {} : { signal },
      );
      return inOrder(
        answer.points.map(({ score, payload, vector: found }) => ({
          id: String(payload?.id),
          score: clampedCosine(score),
          vector: withVectors && Array.isArray(found) ? Float32Array.from(found as number[]) : null,
          metadata: (payload?.metadata ?? {}) as VectorMetadata,
        })),
      );
    },
    delete: async (ids, asked) => {
      if (ids.length === 0) return;
      await call(() => client.delete(collection, { wait: true, points: ids.map(rowUuid) }), asked);
    },
    count: async (asked) => (await call(() => client.count(collection, { exact: true }), asked)).count,
    drop: async (asked) => {
      await call(() => client.deleteCollection(collection), asked);
    },
  };
}

export function qdrantClient({ baseUrl, key }: OpenedConnection): QdrantClient {
  const url = new URL(baseUrl);
  const https = url.protocol === 'https:';
  return new QdrantClient({
    host: url.hostname,
    port: Number(url.port) || (https ? 443 : 80),
    https,
    prefix: url.pathname.replace(/\/+$/, ''),
    // As a header, since the client prints a warning for a key on a local server without TLS.
    ...(key === null ? {} : { headers: { 'api-key': key } }),
    checkCompatibility: false,
    timeout: 2 ** 31 - 1,
  });
}
