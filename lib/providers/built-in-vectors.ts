import type { Stores } from '../platform/stores.ts';
import { faultWith } from './fault-of.ts';
import { loadedVectors } from './loaded-vectors.ts';
import { unitVector } from './unit-vector.ts';
import { lengthWords } from './vector-calls.ts';
import type { VectorStore } from './vector-store.ts';

const WHERE = { connection: 'Built-in index', stage: 'retrieval' } as const;
const WRITTEN_AT_ONCE = 500;

/**
 * The exact index: rows of float32 in the control plane, all of which every process that is asked keeps in memory.
 * Each change raises the collection's version, by which the others know what to read again.
 */
export function builtInVectors(stores: Stores, projectId: string, collection: string): VectorStore {
  const { prisma } = stores.controlPlane;
  const where = { projectId_name: { projectId, name: collection } };
  const state = async () => {
    const found = await prisma.vectorCollection.findUnique({ where });
    if (found === null)
      throw faultWith(WHERE, 'missing_index', `has no index “${collection}”. Index the documents first.`);
    return found;
  };
  const count = () => prisma.storedVector.count({ where: { projectId, collection } });
  const requireLength = (expected: number, vector: Float32Array) => {
    if (vector.length !== expected)
      throw faultWith(WHERE, 'wrong_dimension', lengthWords(vector.length, expected));
  };
  return {
    collection,
    prepare: async (dimensions) => {
      // Never a version that a dropped collection of the same name had in somebody's memory.
      const beginning = BigInt(Date.now()) * 1_000n;
      await prisma.vectorCollection.createMany({
        data: [{ projectId, name: collection, dimensions, version: beginning, removedAt: beginning }],
        skipDuplicates: true,
      });
      const found = await state();
      if (found.dimensions !== dimensions)
        throw faultWith(WHERE, 'wrong_dimension', lengthWords(dimensions, found.dimensions));
    },
    describe: async () => ({ dimensions: (await state()).dimensions, count: await count() }),
    upsert: async (records, { signal } = {}) => {
      const { dimensions } = await state();
      for (const { vector } of records) requireLength(dimensions, vector);
      const latest = [...new Map(records.map((record) => [record.id, record])).values()];
      for (let at = 0; at < latest.length; at += WRITTEN_AT_ONCE) {
        signal?.throwIfAborted();
        const rows = latest.slice(at, at + WRITTEN_AT_ONCE);
        await prisma.$transaction(async (tx) => {
          const { version } = await tx.vectorCollection.update({
            where,
            data: { version: { increment: 1 } },
          });
          const ids = rows.map(({ id }) => id);
          await tx.storedVector.deleteMany({ where: { projectId, collection, id: { in: ids } } });
          await tx.storedVector.createMany({
            data: rows.map(({ id, vector, metadata }) => ({
              projectId,
              collection,
              id,
              version,
              vector: bytesOf(unitVector(vector)),
              metadata: metadata ?? {},
            })),
          });
        });
      }
    },
    query: async ({ vector, topK, withVectors = false, signal }) => {
      const found = await state();
      requireLength(found.dimensions, vector);
      const loaded = await loadedVectors(stores, found);
      return loaded.nearest(unitVector(vector), topK, { withVectors, signal });
    },
    delete: async (ids) => {
      await prisma.$transaction(async (tx) => {
        const changed = await tx.vectorCollection.updateManyAndReturn({
          where: { projectId, name: collection },
          data: { version: { increment: 1 } },
        });
        const version = changed[0]?.version;
        if (version === undefined) return;
        await tx.vectorCollection.update({ where, data: { removedAt: version } });
        await tx.storedVector.deleteMany({ where: { projectId, collection, id: { in: [...ids] } } });
      });
    },
    count,
    drop: async () => {
      await prisma.$transaction(async (tx) => {
        await tx.storedVector.deleteMany({ where: { projectId, collection } });
        await tx.vectorCollection.deleteMany({ where: { projectId, name: collection } });
      });
    },
  };
}

function bytesOf(vector: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(vector.slice().buffer);
}
