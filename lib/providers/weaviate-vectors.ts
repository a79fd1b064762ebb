import { z } from 'zod';
import type { OpenedConnection } from './opened-connection.ts';
import { ProviderFault } from './provider-fault.ts';
import { rowUuid } from './row-uuid.ts';
import { clampedCosine, unitVector } from './unit-vector.ts';
import { inOrder, lengthWords, vectorBatches, vectorCalls } from './vector-calls.ts';
import type { VectorCallOptions, VectorMetadata, VectorStore } from './vector-store.ts';
import { weaviateClient } from './weaviate-client.ts';

/** A Weaviate class. Ids must be UUIDs there, so a property holds ours. */
export function weaviateVectors(
  connection: OpenedConnection,
  collection: string,
  options: { timeoutMs?: number } = {},
): VectorStore {
  const { call, fault, requireLength } = vectorCalls(connection, collection, options.timeoutMs);
  const client = weaviateClient(connection);
  const className = classNameOf(collection);
  let dimensions: number | null | undefined;

  const lengthOfClass = async (asked?: VectorCallOptions): Promise<number | null> => {
    if (dimensions === undefined)
      dimensions = lengthIn((await call(() => client.findClass(className), asked)).description);
    return dimensions;
  };
  const count = async (asked?: VectorCallOptions): Promise<number> => {
    await lengthOfClass(asked); // a class that is missing is told by its schema alone
    return call(async () => {
      const data = await client.query(`{ Aggregate { ${className} { meta { count } } } }`);
      return aggregateSchema(className).parse(data).Aggregate[className]?.[0]?.meta.count ?? 0;
    }, asked);
  };
  return {
    collection,
    prepare: async (wanted, asked) => {
      const found = await lengthOfClass(asked).catch(onlyMissing);
      if (found === 'missing') {
        await call(() => client.createClass(classFor(className, wanted)), asked);
        dimensions = wanted;
      } else if (found !== null && found !== wanted)
        throw fault('wrong_dimension', lengthWords(wanted, found));
    },
    describe: async (asked) => ({ dimensions: await lengthOfClass(asked), count: await count(asked) }),
    upsert: async (records, asked) => {
      const length = await lengthOfClass(asked);
      for (const { vector } of records) requireLength(length, vector);
      for (const batch of vectorBatches(records)) {
        const objects = batch.map(({ id, vector, metadata }) => ({
          class: className,
          id: rowUuid(id),
          vector: [...vector],
          properties: { key: id, metadata: JSON.stringify(metadata ?? {}) },
        }));
        if (!(await call(() => client.storeObjects(objects), asked)))
          throw fault('bad_answer', `did not store every vector of “${collection}”.`);
      }
    },
    query: async ({ vector, topK, withVectors = false, signal }) => {
      const asked = signal === undefined ? {} : { signal };
      requireLength(await lengthOfClass(asked), vector);
      const near = `nearVector: { vector: ${JSON.stringify([...unitVector(vector)])} }, limit: ${Math.trunc(topK)}`;
      const fields = `key metadata _additional { distance ${withVectors ? 'vector' : ''} }`;
      const found = await call(async () => {
        const data = await client.query(`{ Get { ${className}(${near}) { ${fields} } } }`);
        return getSchema(className).parse(data).Get[className] ?? [];
      }, asked);
      return inOrder(
        found.map(({ key, metadata, _additional }) => ({
          id: key,
          score: clampedCosine(1 - _additional.distance),
          vector: withVectors ? Float32Array.from(_additional.vector ?? []) : null,
          metadata: JSON.parse(metadata) as VectorMetadata,
        })),
      );
    },
    delete: async (ids, asked) => {
      if (ids.length === 0) return;
      const where = { path: ['key'], operator: 'ContainsAny', valueTextArray: ids };
      await call(() => client.deleteObjects(className, where), asked);
    },
    count,
    drop: async (asked) => {
      dimensions = undefined;
      await call(() => client.deleteClass(className), asked).catch(onlyMissing);
    },
  };
}

function onlyMissing(error: unknown): 'missing' {
  if (error instanceof ProviderFault && error.fault === 'missing_index') return 'missing';
  throw error;
}

const aggregateSchema = (className: string) =>
  z.object({
    Aggregate: z.object({ [className]: z.array(z.object({ meta: z.object({ count: z.number() }) })) }),
  });

const getSchema = (className: string) =>
  z.object({
    Get: z.object({
      [className]: z.array(
        z.object({
          key: z.string(),
          metadata: z.string(),
          _additional: z.object({ distance: z.number(), vector: z.array(z.number()).nullish() }),
        }),
      ),
    }),
  });

/** Weaviate does not say how long its vectors are, so the description of the class does. */
function classFor(className: string, dimensions: number): object {
  return {
    class: className,
    description: `faultline dimensions=${dimensions}`,
    vectorizer: 'none',
    vectorIndexConfig: { distance: 'cosine' },
    properties: [
      { name: 'key', dataType: ['text'], tokenization: 'field' },
      { name: 'metadata', dataType: ['text'], indexSearchable: false, indexFilterable: false },
    ],
  };
}

function lengthIn(description: string | null | undefined): number | null {
  const length = /dimensions=(\d+)/.exec(description ?? '')?.[1];
  return length === undefined ? null : Number(length);
}

/** Class names begin with a capital and have letters, digits and underscores. */
function classNameOf(collection: string): string {
  return `Faultline_${collection.replaceAll('-', '_')}`;
}
