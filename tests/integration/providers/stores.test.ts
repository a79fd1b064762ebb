import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInVectors } from '#lib/providers/built-in-vectors.ts';
import { chromaVectors } from '#lib/providers/chroma-vectors.ts';
import { pineconeVectors } from '#lib/providers/pinecone-vectors.ts';
import { qdrantVectors } from '#lib/providers/qdrant-vectors.ts';
import { weaviateVectors } from '#lib/providers/weaviate-vectors.ts';
import { startPineconeServer } from '../../support/pinecone-server.ts';
import { startQdrantServer } from '../../support/qdrant-server.ts';
import { openTestStores } from '../../support/stores.ts';
import { startWeaviateServer } from '../../support/weaviate-server.ts';
import { openedTo } from './opened.ts';
import { embedded, keepsTheContract } from './vector-contract.ts';

const chromaUrl = process.env.FAULTLINE_CHROMA_URL;

let open: Awaited<ReturnType<typeof openTestStores>>;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

describe('the built-in index', () => {
  test('keeps the contract', async () => {
    await keepsTheContract(builtInVectors(open.stores, uuidv7(), 'contract'));
  });

  test('says that a collection is missing', async () => {
    const store = builtInVectors(open.stores, uuidv7(), 'nothing-here');
    await expect(store.query({ vector: embedded('x'), topK: 1 })).rejects.toMatchObject({
      fault: 'missing_index',
      stage: 'retrieval',
    });
  });

  test('sees what another process wrote and removed', async () => {
    const project = uuidv7();
    // Another process has memory of its own, which goes by the control plane's object.
    const other = { ...open.stores, controlPlane: { ...open.stores.controlPlane } };
    const here = builtInVectors(open.stores, project, 'shared');
    const there = builtInVectors(other, project, 'shared');
    const ids = async () =>
      (await here.query({ vector: embedded('apple'), topK: 9 })).map(({ id }) => id).sort();
    await there.prepare(16);
    await there.upsert(['a', 'b', 'c'].map((id) => ({ id, vector: embedded(`apple ${id}`) })));
    expect(await ids()).toEqual(['a', 'b', 'c']);
    await there.upsert([{ id: 'd', vector: embedded('apple d') }]);
    expect(await ids()).toEqual(['a', 'b', 'c', 'd']);
    await there.delete(['b']);
    expect(await ids()).toEqual(['a', 'c', 'd']);
    await there.drop();
    await there.prepare(16);
    await there.upsert([{ id: 'e', vector: embedded('apple e') }]);
    expect(await ids()).toEqual(['e']);
  });

  test('keeps projects apart', async () => {
    const [one, two] = [uuidv7(), uuidv7()].map((id) => builtInVectors(open.stores, id, 'same-name'));
    if (one === undefined || two === undefined) throw new Error('two stores');
    for (const store of [one, two]) await store.prepare(16);
    await one.upsert([{ id: 'only-in-one', vector: embedded('apple') }]);
    expect(await two.query({ vector: embedded('apple'), topK: 5 })).toEqual([]);
    expect(await two.count()).toBe(0);
  });
});

test('Pinecone keeps the contract on the recorded wire', async () => {
  const server = await startPineconeServer({ dimensions: 16 });
  const connection = openedTo('pinecone', server.url, {
    key: server.key,
    dataUrl: server.url,
    options: { index: server.indexName },
  });
  await keepsTheContract(pineconeVectors(connection, 'contract'));
  const seen = new Set(server.requests.map(({ method, path }) => `${method} ${path}`));
  expect([...seen].sort()).toEqual([
    'GET /indexes/docs',
    'POST /describe_index_stats',
    'POST /query',
    'POST /vectors/delete',
    'POST /vectors/upsert',
  ]);
  for (const { headers } of server.requests) {
    expect(headers['api-key']).toBe(server.key);
    expect(headers['x-pinecone-api-version']).toBe('2026-07');
  }
  await server.close();
});

describe('as their documentation describes them', () => {
  test.each([
    ['qdrant', startQdrantServer, qdrantVectors],
    ['weaviate', startWeaviateServer, weaviateVectors],
  ] as const)('%s keeps the contract', async (kind, start, vectors) => {
    const server = await start('a-key');
    const connection = openedTo(kind, server.url, { key: 'a-key' });
    await keepsTheContract(vectors(connection, 'contract-1'));
    const missing = vectors(connection, 'not-there').query({ vector: embedded('x'), topK: 1 });
    await expect(missing).rejects.toMatchObject({ fault: 'missing_index', stage: 'retrieval' });
    await server.close();
  });
});

describe.skipIf(chromaUrl === undefined)('a real Chroma server (FAULTLINE_CHROMA_URL)', () => {
  const connection = () => openedTo('chroma', chromaUrl ?? '', { allow: ['127.0.0.1', 'localhost'] });

  test('keeps the contract', async () => {
    await keepsTheContract(chromaVectors(connection(), `contract-${uuidv7()}`));
  });

  test('says that a collection is missing', async () => {
    const store = chromaVectors(connection(), `missing-${uuidv7()}`);
    await expect(store.query({ vector: embedded('x'), topK: 1 })).rejects.toMatchObject({
      fault: 'missing_index',
      stage: 'retrieval',
    });
  });
});
