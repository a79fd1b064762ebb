import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { addDocuments } from '#lib/pipeline/add-documents.ts';
import { askQuestion } from '#lib/pipeline/ask-question.ts';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { INDEX_JOB } from '#lib/pipeline/index-job.ts';
import type { PipelineProviders } from '#lib/pipeline/pipeline-providers.ts';
import { readKnowledgeBase } from '#lib/pipeline/queries/knowledge-bases.ts';
import { requestIndex } from '#lib/pipeline/request-index.ts';
import { collectionOf } from '#lib/pipeline/retrieve-chunks.ts';
import { runIndex } from '#lib/pipeline/run-index.ts';
import { saveKnowledgeBase } from '#lib/pipeline/save-knowledge-base.ts';
import type { AskAnswer } from '#lib/pipeline/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import { createConnection } from '#lib/providers/create-connection.ts';
import { deleteConnection } from '#lib/providers/delete-connection.ts';
import { openVectorStore } from '#lib/providers/open-vector-store.ts';
import type { createConnectionSchema } from '#lib/providers/schema.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { type OpenAiServer, startOpenAiServer } from '../../support/openai-server.ts';
import { type PineconeServer, startPineconeServer } from '../../support/pinecone-server.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { handbookFiles, markdown } from './handbook-files.ts';

const chromaUrl = process.env.FAULTLINE_CHROMA_URL;
const QUESTION = 'How many days do I have to return a jacket?';
const TIMEOUT_MS = 300;

let open: Awaited<ReturnType<typeof openTestStores>>;
let openai: OpenAiServer;

beforeAll(async () => {
  open = await openTestStores();
  await open.stores.jobs.register(INDEX_JOB, async () => {});
  openai = await startOpenAiServer({ answer: () => 'You have 30 days [1].' });
});
afterAll(async () => {
  await openai.close();
  await open.close();
});
beforeEach(() => openai.failAlways(undefined));

interface Pipeline {
  ctx: Context;
  baseId: string;
  store: string;
}

/** A base whose vectors lie behind the connection called Vectors, indexed. */
async function pipelineOn(store: Omit<z.input<typeof createConnectionSchema>, 'name'>): Promise<Pipeline> {
  const ctx = await ownerContext(open.stores);
  const { id: vectors } = await createConnection(ctx, { name: 'Vectors', ...store });
  const { id: models } = await createConnection(ctx, {
    name: 'Models',
    preset: 'compatible',
    baseUrl: openai.baseUrl,
    apiKey: openai.key,
  });
  const { id: baseId } = await createKnowledgeBase(ctx, {
    name: 'Handbook',
    embedding: { connectionId: models, model: 'embed-test' },
    vectorStore: { connectionId: vectors },
    answering: {
      chat: { connectionId: models, model: 'gpt-test' },
      retrieval: { mode: 'similarity', threshold: 0 },
    },
  });
  await addDocuments(ctx, { baseId, files: handbookFiles() });
  const pipeline = { ctx, baseId, store: vectors };
  await index(pipeline);
  expect((await readKnowledgeBase(ctx, baseId)).latest).toMatchObject({ status: 'done', error: null });
  return pipeline;
}

async function index({ ctx, baseId }: Pipeline): Promise<void> {
  const { id } = await requestIndex(ctx, { baseId });
  await runIndex(open.stores, connectedProviders, id);
}

const ask = ({ ctx }: Pipeline, input: object = {}, providers: PipelineProviders = connectedProviders) =>
  askQuestion(ctx, { question: QUESTION, ...input }, { providers });

async function expectsCitedAnswers(pipeline: Pipeline): Promise<void> {
  for (const mode of ['similarity', 'mmr', 'hybrid']) {
    const answer = await ask(pipeline, { mode, lambda: 0.8 });
    expect(answer).toMatchObject({ outcome: 'answered', citations: [1], error: null });
    expect(answer.hits[0]?.source).toBe('returns.md');
    expect((await readQuery(pipeline.ctx, answer.id)).indexVersion).toBe(answer.indexVersion);
  }
}

/** The sentence is on the answer and in the log, under the stage, and the query counts as not retrieved. */
async function expectsFault({ ctx }: Pipeline, answer: AskAnswer, type: string, words: RegExp) {
  const error = { stage: 'retrieval', type, message: expect.stringMatching(words) };
  expect(answer).toMatchObject({ outcome: 'failed', answer: null, hits: [], error });
  expect(await readQuery(ctx, answer.id)).toMatchObject({
    retrieved: false,
    zeroHit: false,
    error: { ...error, message: answer.error?.message },
  });
}

describe('the whole pipeline on Pinecone, on the recorded wire', () => {
  let pinecone: PineconeServer;
  let pipeline: Pipeline;
  beforeAll(async () => {
    pinecone = await startPineconeServer();
    pipeline = await pipelineOn({
      preset: 'pinecone',
      baseUrl: pinecone.url,
      apiKey: pinecone.key,
      options: { index: pinecone.indexName },
    });
  });
  afterAll(() => pinecone.close());
  beforeEach(() => pinecone.failAlways(undefined));

  const paths = () => pinecone.requests.map(({ path }) => path);

  test('indexes into a namespace of its own and answers from it', async () => {
    const { current } = await readKnowledgeBase(pipeline.ctx, pipeline.baseId);
    const stored = pinecone.namespaces.get(collectionOf(current?.id ?? ''));
    expect(stored?.size).toBe(current?.chunksTotal);
    const before = paths().filter((path) => path === '/query').length;
    await expectsCitedAnswers(pipeline);
    expect(paths().filter((path) => path === '/query').length).toBe(before + 3);
  });

  test('that never answers is given up', async () => {
    pinecone.failAlways({ kind: 'silence' });
    const impatient: PipelineProviders = {
      ...connectedProviders,
      vectorStore: (ctx, choice, collection) =>
        openVectorStore(ctx, {
          connectionId: choice?.connectionId ?? null,
          collection,
          timeoutMs: TIMEOUT_MS,
        }),
    };
    const answer = await ask(pipeline, {}, impatient);
    await expectsFault(pipeline, answer, 'timeout', /^“Vectors” did not answer within 0\.3 s\. Try again/);
  });

  test.each([
    [
      'is asked too often',
      { status: 429, headers: { 'retry-after': '0' }, body: { code: 8, message: 'Too many requests' } },
      'rate_limited',
      /^“Vectors” allows no more requests at the moment \(429\)/,
    ],
    [
      'has lost the index',
      { status: 404, body: { code: 5, message: 'Index not found' } },
      'missing_index',
      /^“Vectors” has no index “docs” \(404\)\. Make it, or index the documents again/,
    ],
    [
      'refuses the key',
      { status: 401, body: { code: 16, message: 'Invalid API Key' } },
      'unauthorised',
      /^“Vectors” does not accept the key \(401\)/,
    ],
  ])('that %s', async (_, fault, type, words) => {
    pinecone.failAlways({ kind: 'status', ...fault });
    const answer = await ask(pipeline);
    await expectsFault(pipeline, answer, type, words);
    expect(answer.error?.message).not.toContain(pinecone.key);
  });

  test('that holds vectors of another length', async () => {
    openai.failAlways({ kind: 'dimension', dimensions: 8 });
    const words = /^“Vectors” expects vectors of another length \(400\)/;
    await expectsFault(pipeline, await ask(pipeline), 'wrong_dimension', words);
  });

  test('that takes other vectors fails the index in words and leaves the one before in use', async () => {
    const { ctx, baseId } = pipeline;
    const before = (await readKnowledgeBase(ctx, baseId)).current?.version;
    await addDocuments(ctx, {
      baseId,
      files: [markdown('gifts.md', '# Gifts\n\nA page about gift cards.\n')],
    });
    pinecone.dimensions = 8;
    await index(pipeline);
    const failed = await readKnowledgeBase(ctx, baseId);
    expect(failed.latest).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^“Vectors” holds vectors of 8 numbers, and the embedding model makes 64/),
    });
    expect(failed.current?.version).toBe(before);
    pinecone.dimensions = 64;
    await index(pipeline);
    expect((await readKnowledgeBase(ctx, baseId)).current?.version).toBe(failed.latest?.version);
  });

  test('thresholds are measured once the store finds all vectors', async () => {
    const { ctx, baseId } = pipeline;
    await addDocuments(ctx, { baseId, files: [markdown('late.md', '# Late\n\nA page about parcels.\n')] });
    pinecone.staleStatistics = 1;
    const before = pinecone.requests.length;
    await index(pipeline);
    const during = paths().slice(before);
    expect(during.lastIndexOf('/describe_index_stats')).toBeLessThan(during.indexOf('/query'));
    expect(during.filter((path) => path === '/describe_index_stats')).toHaveLength(2);
    expect((await readKnowledgeBase(ctx, baseId)).latest?.status).toBe('done');
  });

  test('that has lost the namespace is no zero hits, and indexing again brings the vectors back', async () => {
    const { ctx, baseId } = pipeline;
    const asked = openai.embeddedTexts();
    pinecone.namespaces.clear();
    const words = /^The vector store holds no vector of the index handbook-.+Index the documents again/;
    await expectsFault(pipeline, await ask(pipeline), 'missing_index', words);
    await index(pipeline);
    expect((await readKnowledgeBase(ctx, baseId)).current?.status).toBe('done');
    await expectsCitedAnswers(pipeline);
    expect(openai.embeddedTexts() - asked).toBe(4); // the four questions; no text of a document
    expect(await requestIndex(ctx, { baseId })).toMatchObject({ status: 'unchanged' });
  });

  test('that the base leaves for another store is cleared, and the index of the same version made there', async () => {
    const { ctx, baseId, store } = pipeline;
    const before = (await readKnowledgeBase(ctx, baseId)).current?.version;
    await saveKnowledgeBase(ctx, { id: baseId, vectorStore: null });
    await index(pipeline);
    expect((await readKnowledgeBase(ctx, baseId)).current).toMatchObject({ version: before, status: 'done' });
    expect(
      pinecone.namespaces.has(collectionOf((await readKnowledgeBase(ctx, baseId)).current?.id ?? '')),
    ).toBe(false);
    const queries = paths().filter((path) => path === '/query').length;
    await expectsCitedAnswers(pipeline);
    expect(paths().filter((path) => path === '/query').length).toBe(queries);
    await saveKnowledgeBase(ctx, { id: baseId, vectorStore: { connectionId: store } });
  });

  test('a connection that replaces a removed one takes over the index of the same model', async () => {
    const { ctx, baseId } = pipeline;
    const { embedding } = await readKnowledgeBase(ctx, baseId);
    await deleteConnection(ctx, { id: embedding?.connectionId ?? '' });
    expect((await ask(pipeline)).error?.message).toMatch(/connection that this uses was removed/);
    const { id: connectionId } = await createConnection(ctx, {
      name: 'Models again',
      preset: 'compatible',
      baseUrl: openai.baseUrl,
      apiKey: openai.key,
    });
    await saveKnowledgeBase(ctx, {
      id: baseId,
      embedding: { connectionId, model: 'embed-test' },
      answering: {
        chat: { connectionId, model: 'gpt-test' },
        retrieval: { mode: 'similarity', threshold: 0 },
      },
    });
    await index(pipeline);
    await expectsCitedAnswers(pipeline);
  });
});

describe.skipIf(chromaUrl === undefined)('the whole pipeline on a real Chroma (FAULTLINE_CHROMA_URL)', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await pipelineOn({ preset: 'chroma', baseUrl: chromaUrl ?? '' });
  });

  const collection = async () => {
    const { current } = await readKnowledgeBase(pipeline.ctx, pipeline.baseId);
    const name = collectionOf(current?.id ?? '');
    return openVectorStore(pipeline.ctx, { connectionId: pipeline.store, collection: name });
  };

  test('indexes into a collection of its own and answers from it', async () => {
    const { current } = await readKnowledgeBase(pipeline.ctx, pipeline.baseId);
    expect(await (await collection()).count()).toBe(current?.chunksTotal);
    await expectsCitedAnswers(pipeline);
  });

  test('that holds vectors of another length', async () => {
    openai.failAlways({ kind: 'dimension', dimensions: 8 });
    const words = /^“Vectors” holds vectors of 64 numbers, and the embedding model makes 8/;
    await expectsFault(pipeline, await ask(pipeline), 'wrong_dimension', words);
  });

  test('that has lost the collection', async () => {
    await (await collection()).drop();
    await expectsFault(pipeline, await ask(pipeline), 'missing_index', /^“Vectors” has no index/);
  });
});
