import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { addDocuments } from '#lib/pipeline/add-documents.ts';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { INDEX_JOB } from '#lib/pipeline/index-job.ts';
import { requestIndex } from '#lib/pipeline/request-index.ts';
import { runIndex } from '#lib/pipeline/run-index.ts';
import { saveKnowledgeBase } from '#lib/pipeline/save-knowledge-base.ts';
import type { Context } from '#lib/platform/context.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { createConnection } from '#lib/providers/create-connection.ts';
import { POST as ask } from '../../../app/api/v1/ask/route.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { handbookFiles } from './handbook-files.ts';

const SECRET = 'secret-of-the-key-that-asks-for-tests';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let baseId: string;
let models: string;
let vectors: string;
let foreign: string;

beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
  await stores.jobs.register(INDEX_JOB, async () => {});
  ctx = await ownerContext(stores);
  await ensureApiKey(stores, ctx.project, { name: 'asks', secret: SECRET, scopes: ['ingest', 'read'] });
  models = await connection(ctx, 'Models', 'compatible');
  vectors = await connection(ctx, 'Vectors', 'chroma');
  foreign = await connection(await ownerContext(stores), 'Models', 'compatible');
  ({ id: baseId } = await createKnowledgeBase(ctx, { name: 'Handbook' }));
  await addDocuments(ctx, { baseId, files: handbookFiles() });
  await runIndex(stores, connectedProviders, (await requestIndex(ctx, { baseId })).id);
});
afterAll(() => close());

async function connection(of: Context, name: string, preset: 'compatible' | 'chroma'): Promise<string> {
  const baseUrl = preset === 'chroma' ? 'http://127.0.0.1:9' : 'http://127.0.0.1:9/v1';
  return (await createConnection(of, { name, preset, baseUrl })).id;
}

describe('a knowledge base is refused at once with', () => {
  test.each([
    ['a model of a connection that does not exist', () => embedding('gone'), /no such connection/],
    ["a model of another project's connection", () => embedding(foreign), /no such connection/],
    ['a model of a vector store', () => embedding(vectors), /“Vectors” is a vector store and has no models/],
    ['vectors in no connection', () => ({ vectorStore: { connectionId: 'gone' } }), /no such connection/],
    [
      'vectors in a connection to models',
      () => ({ vectorStore: { connectionId: models } }),
      /“Models” has models and keeps no vectors/,
    ],
    [
      'an answering model of no connection',
      () => answering('gone'),
      /^answering\.chat\.connectionId: there is/,
    ],
    ['a prompt that does not exist', () => ({ answering: { promptVersion: 'mine@7' } }), /no prompt mine@7/],
  ])('%s', async (name, choices, sentence) => {
    const refusal = { kind: 'invalid', message: expect.stringMatching(sentence) };
    await expect(createKnowledgeBase(ctx, { name, ...choices() })).rejects.toMatchObject(refusal);
    await expect(saveKnowledgeBase(ctx, { id: baseId, ...choices() })).rejects.toMatchObject(refusal);
  });

  test('nothing, where the connections are there', async () => {
    const choices = {
      ...embedding(models),
      vectorStore: { connectionId: vectors },
      ...answering(models),
    };
    const { id } = await createKnowledgeBase(ctx, { name: 'With models', ...choices });
    expect(await saveKnowledgeBase(ctx, { id, ...choices })).toEqual({ status: 'saved' });
  });
});

const embedding = (connectionId: string) => ({ embedding: { connectionId, model: 'embed-test' } });
const answering = (connectionId: string) => ({ answering: { chat: { connectionId, model: 'gpt-test' } } });

describe('a question that asks for server-sent events', () => {
  const call = (body: object) =>
    ask(
      new Request('http://local/api/v1/ask', {
        method: 'POST',
        headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'How are keys rotated?', knowledgeBase: 'Handbook', ...body }),
      }),
      { params: Promise.resolve({}) },
    );

  test.each([
    [404, { knowledgeBase: 'Elsewhere' }],
    [404, { replayOf: 'not-logged' }],
    [400, { promptVersion: 'mine@3' }],
    [400, { mode: 'hybrid' }],
    [400, { indexVersion: 'other' }],
    [400, { chat: { connectionId: 'gone', model: 'm' } }],
  ])('is refused with %i and the body of an error for %o', async (status, wrong) => {
    const [streamed, whole] = [await call({ ...wrong, stream: true }), await call(wrong)];
    expect([streamed.status, whole.status]).toEqual([status, status]);
    expect(streamed.headers.get('content-type')).toMatch(/^application\/json/);
    const body = await streamed.json();
    expect(body.error.message).toMatch(/\.$/);
    expect(body).toEqual(await whole.json());
  });

  test('gets them where nothing is wrong', async () => {
    const response = await call({ stream: true });
    expect(response.status).toBe(200);
    const text = await response.text();
    expect([...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)).toEqual(
      expect.arrayContaining(['retrieved', 'delta', 'answer']),
    );
  });
});
