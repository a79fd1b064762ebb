import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { addDocuments } from '#lib/pipeline/add-documents.ts';
import { askQuestion } from '#lib/pipeline/ask-question.ts';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { erasePipeline } from '#lib/pipeline/erase-pipeline.ts';
import { INDEX_JOB } from '#lib/pipeline/index-job.ts';
import { listDocuments, readDocument } from '#lib/pipeline/queries/documents.ts';
import { listIndices, readKnowledgeBase } from '#lib/pipeline/queries/knowledge-bases.ts';
import { requestIndex } from '#lib/pipeline/request-index.ts';
import { runIndex } from '#lib/pipeline/run-index.ts';
import { saveKnowledgeBase } from '#lib/pipeline/save-knowledge-base.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { findChunks } from '#lib/query-log/queries/find-chunks.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { handbookFiles, markdown } from './handbook-files.ts';

let stores: Stores;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  // The tests run each index themselves.
  await stores.jobs.register(INDEX_JOB, async () => {});
});
afterAll(() => close());

const providers = connectedProviders;

async function baseWith(ctx: Context, files = handbookFiles()): Promise<string> {
  const { id } = await createKnowledgeBase(ctx, { name: 'Handbook' });
  await addDocuments(ctx, { baseId: id, files });
  return id;
}

async function indexed(ctx: Context, baseId: string): Promise<string> {
  const { id, version } = await requestIndex(ctx, { baseId });
  await runIndex(stores, providers, id);
  const { current, latest } = await readKnowledgeBase(ctx, baseId);
  expect(latest?.error).toBeNull();
  expect(current?.version).toBe(version);
  return version;
}

describe('a knowledge base without any key', () => {
  test('answers in sentences of the documents, cites them, and logs the query as asked here', async () => {
    const ctx = await ownerContext(stores);
    const baseId = await baseWith(ctx);
    const version = await indexed(ctx, baseId);
    const events: string[] = [];
    const answer = await askQuestion(
      ctx,
      { question: 'How many days do I have to return a jacket?' },
      { providers, onEvent: ({ kind }) => events.push(kind) },
    );
    expect(answer).toMatchObject({
      outcome: 'answered',
      model: 'extractive-v1',
      indexVersion: version,
      retriever: 'Handbook/lexical',
      error: null,
    });
    expect(answer.answer).toContain('30 days');
    expect(answer.citations).toContain(1);
    expect(answer.hits[0]).toMatchObject({ id: 'returns.md#1', source: 'returns.md' });
    expect(events.slice(0, 2)).toEqual(['retrieved', 'delta']);

    const logged = await readQuery(ctx, answer.id);
    expect(logged).toMatchObject({
      origin: 'ask',
      answer: answer.answer,
      indexVersion: version,
      topK: 5,
      citedDerived: false,
      error: null,
      metadata: { knowledgeBase: 'Handbook', mode: 'lexical', outcome: 'answered' },
    });
    expect(logged.hits.map(({ id }) => id)).toEqual(answer.hits.map(({ id }) => id));
    expect(logged.hits[0]?.cited).toBe(true);
    expect(logged.candidates.length).toBeGreaterThanOrEqual(logged.hits.length);
    expect(logged.latency.retrievalMs).not.toBeNull();
    expect(logged.latency.generationMs).not.toBeNull();
  });

  test('registers its chunks as known under the version of the index', async () => {
    const ctx = await ownerContext(stores);
    const version = await indexed(ctx, await baseWith(ctx));
    const found = JSON.stringify(await findChunks(ctx, { q: 'jacket' }));
    expect(found).toContain('returns.md#1');
    expect(found).toContain(version);
  });

  test.each([
    ['say_unknown', 'not_known', /say nothing about this/],
    ['ask_back', 'asked_back', /in other words/],
  ] as const)(
    'finds nothing and, as the team chose, does %s; zero hits are no error',
    async (zeroHits, outcome, words) => {
      const ctx = await ownerContext(stores);
      const baseId = await baseWith(ctx);
      await saveKnowledgeBase(ctx, { id: baseId, answering: { zeroHits } });
      await indexed(ctx, baseId);
      const answer = await askQuestion(ctx, { question: 'Who painted the Sistine chapel?' }, { providers });
      expect(answer).toMatchObject({ outcome, hits: [], citations: [], error: null, model: 'no-answer-v1' });
      expect(answer.answer).toMatch(words);
      const logged = await readQuery(ctx, answer.id);
      expect(logged).toMatchObject({ zeroHit: true, retrieved: true, error: null });
    },
  );

  test('a retrieval that fails is an error of its stage, not zero hits', async () => {
    const ctx = await ownerContext(stores);
    const baseId = await baseWith(ctx);
    await indexed(ctx, baseId);
    const { prisma } = stores.controlPlane;
    const { id } = await prisma.knowledgeIndex.findFirstOrThrow({ where: { baseId } });
    // As after a change of the model whose connection was then removed.
    await prisma.knowledgeIndex.update({
      where: { id },
      data: { embedding: { connectionId: 'gone', model: 'm', dimensions: null } },
    });
    const answer = await askQuestion(ctx, { question: 'How many days?', mode: 'similarity' }, { providers });
    expect(answer).toMatchObject({
      outcome: 'failed',
      answer: null,
      error: { stage: 'retrieval', type: 'missing_index' },
    });
    const logged = await readQuery(ctx, answer.id);
    expect(logged).toMatchObject({ retrieved: false, zeroHit: false, error: { stage: 'retrieval' } });
  });

  test('asks a logged query again with other choices, as a replay that names it', async () => {
    const ctx = await ownerContext(stores);
    await indexed(ctx, await baseWith(ctx));
    const first = await askQuestion(ctx, { question: 'How are keys rotated?' }, { providers });
    const again = await askQuestion(
      ctx,
      { replayOf: first.id, mode: 'mmr', k: 2, lambda: 0.7 },
      { providers },
    );
    expect(again.question).toBe(first.question);
    expect(again.hits.length).toBeLessThanOrEqual(2);
    const logged = await readQuery(ctx, again.id);
    expect(logged).toMatchObject({
      origin: 'replay',
      topK: 2,
      metadata: { replayOf: first.id, mode: 'mmr', lambda: '0.7' },
    });
  });

  test('a replay is measured by what the replayed query was to find, where this index can find it', async () => {
    const ctx = await ownerContext(stores);
    await indexed(ctx, await baseWith(ctx));
    const question = 'How are keys rotated?';
    const sent = (id: string, relevantIds: string[]) => ({
      id,
      question,
      answer: 'Every 90 days.',
      expected: { answer: 'Every 90 days', answerable: true, relevantIds },
    });
    const own = ['keys.md#1', 'gone.md#1'];
    await logQueries(ctx, { queries: [sent('own-ids', own), sent('other-ids', ['doc-17'])] });
    const expectedAfter = async (input: object) => {
      const { id } = await askQuestion(ctx, input, { providers });
      return (await readQuery(ctx, id)).expected;
    };
    const known = { answer: 'Every 90 days', answerable: true };
    expect(await expectedAfter({ replayOf: 'own-ids' })).toEqual({ ...known, relevantIds: own });
    // Ids of the application's index would be counted as missed.
    expect(await expectedAfter({ replayOf: 'other-ids' })).toEqual({ ...known, relevantIds: [] });
    const nothing = { answer: null, answerable: null, relevantIds: [] };
    expect(await expectedAfter({ replayOf: 'own-ids', question: 'How are jackets returned?' })).toEqual(
      nothing,
    );
    expect(await expectedAfter({ question })).toEqual(nothing);
  });

  test('says what is wrong with a choice that cannot work', async () => {
    const ctx = await ownerContext(stores);
    await indexed(ctx, await baseWith(ctx));
    const ask = (input: object) => askQuestion(ctx, { question: 'Why?', ...input }, { providers });
    await expect(ask({ mode: 'hybrid' })).rejects.toThrow(/needs an embedding model/);
    await expect(ask({ answerSchema: { type: 'object' } })).rejects.toThrow(/only quotes/);
    await expect(ask({ promptVersion: 'mine@3' })).rejects.toThrow('There is no prompt mine@3.');
    await expect(ask({ indexVersion: 'other' })).rejects.toThrow(/no finished index other/);
    await expect(ask({ knowledgeBase: 'Elsewhere' })).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('indexing again', () => {
  test('the same documents are the same version; a changed one is another, and only it is cut again', async () => {
    const ctx = await ownerContext(stores);
    const baseId = await baseWith(ctx);
    const first = await indexed(ctx, baseId);
    expect(await requestIndex(ctx, { baseId })).toMatchObject({ status: 'unchanged', version: first });
    const chunksBefore = await stores.controlPlane.prisma.knowledgeChunk.count({ where: { baseId } });

    const changed = markdown('returns.md', '# Returns\n\nA jacket can be returned within 45 days.\n');
    expect(await addDocuments(ctx, { baseId, files: [changed, ...handbookFiles().slice(1)] })).toMatchObject({
      files: [{ status: 'replaced' }, { status: 'unchanged' }, { status: 'unchanged' }],
    });
    const second = await indexed(ctx, baseId);
    expect(second).not.toBe(first);
    expect(await stores.controlPlane.prisma.knowledgeChunk.count({ where: { baseId } })).toBe(
      chunksBefore + 1,
    );

    const question = 'How many days do I have to return a jacket?';
    expect((await askQuestion(ctx, { question }, { providers })).answer).toContain('45 days');
    const before = await askQuestion(ctx, { question, indexVersion: first }, { providers });
    expect(before).toMatchObject({ indexVersion: first });
    expect(before.answer).toContain('30 days');
    expect(await listIndices(ctx, baseId)).toHaveLength(2);
  });

  test('other chunking is another version', async () => {
    const ctx = await ownerContext(stores);
    const baseId = await baseWith(ctx);
    const first = await indexed(ctx, baseId);
    for (const strategy of ['fixed', 'semantic'] as const) {
      await saveKnowledgeBase(ctx, { id: baseId, chunking: { strategy } });
      expect(await indexed(ctx, baseId)).not.toBe(first);
    }
  });

  test('shows the chunks over the document they are slices of', async () => {
    const ctx = await ownerContext(stores);
    const baseId = await baseWith(ctx);
    await indexed(ctx, baseId);
    const { items } = await listDocuments(ctx, { baseId });
    const document = await readDocument(ctx, items[0]?.id ?? '');
    expect(document.chunks.length).toBeGreaterThan(0);
    for (const { start, end } of document.chunks) expect(document.text.slice(start, end).trim()).not.toBe('');
  });
});

describe('files', () => {
  test('each has its own outcome, with a sentence for those that cannot be read', async () => {
    const ctx = await ownerContext(stores);
    const baseId = await baseWith(ctx, []);
    const bytes = (text: string) => new TextEncoder().encode(text);
    const { files } = await addDocuments(ctx, {
      baseId,
      files: [
        { name: 'a.md', bytes: bytes('# A\n\nText.') },
        { name: 'b.docx', bytes: bytes('x') },
        { name: 'c.md', bytes: bytes('') },
        { name: '../d.md', bytes: bytes('x') },
        { name: 'e.pdf', bytes: bytes('no pdf') },
        { name: 'f.txt', bytes: new Uint8Array([0xc3, 0x28]) },
        { name: 'picture.md', bytes: bytes(`PNG${'\0\u0001\u0002'.repeat(40)}`) },
        { name: 'marked.txt', bytes: new Uint8Array([0xff, 0xfe, 0x48, 0, 0x69, 0]) },
        { name: 'unmarked.txt', bytes: new Uint8Array([0x48, 0, 0x69, 0]) },
        { name: 'deep.html', bytes: bytes(`${'<div>'.repeat(20_000)}Body`) },
        {
          name: 'g/h.html',
          bytes: bytes('<title>H</title><nav>menu</nav><h1>H</h1><p>Body.</p><script>x()</script>'),
        },
      ],
    });
    expect(files.map(({ status, reason }) => `${status} ${reason ?? ''}`.trim())).toEqual([
      'added',
      'refused This kind of file cannot be read. Send Markdown, HTML, text or PDF.',
      'refused The file is empty.',
      'refused Its name holds characters that no name may hold. Rename it.',
      'refused It is not a PDF that can be read. Save it anew as PDF, or send its text.',
      'refused It is not UTF-8 text. Save it as UTF-8 and send it again.',
      'refused It is not UTF-8 text. Save it as UTF-8 and send it again.',
      'added',
      'refused It is not UTF-8 text. Save it as UTF-8 and send it again.',
      'refused Its elements are nested more than 400 deep. Send its text instead.',
      'added',
    ]);
    const { items } = await listDocuments(ctx, { baseId });
    const page = await readDocument(ctx, items.find(({ name }) => name === 'g/h.html')?.id ?? '');
    expect(page).toMatchObject({ name: 'g/h.html', title: 'H', text: '# H\n\nBody.\n' });
  });
});

test('a project that is erased leaves nothing of its knowledge bases', async () => {
  const ctx = await ownerContext(stores);
  await indexed(ctx, await baseWith(ctx));
  await erasePipeline(stores, ctx.project.id);
  const { prisma } = stores.controlPlane;
  const where = { projectId: ctx.project.id };
  expect([
    await prisma.knowledgeBase.count({ where }),
    await prisma.knowledgeDocument.count({ where }),
    await prisma.knowledgeIndex.count({ where }),
    await prisma.knowledgeIndexDocument.count({ where }),
    await prisma.knowledgeText.count({ where }),
    await prisma.knowledgeChunk.count({ where }),
    await prisma.knowledgeEmbedding.count({ where }),
  ]).toEqual([0, 0, 0, 0, 0, 0, 0]);
});
