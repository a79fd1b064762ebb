import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFeedback } from '#lib/ingest/add-feedback.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { registerChunks } from '#lib/ingest/register-chunks.ts';
import { tagQueries } from '#lib/ingest/tag-queries.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { chunkHash, namedChunkHash } from '#lib/query-log/chunk-hash.ts';
import { findChunks } from '#lib/query-log/queries/find-chunks.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { queryDetailSchema, queryListItemSchema } from '#lib/query-log/schema.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const ID = 'a/b?c=d %2F "é" \u2028';
const logged = {
  id: ID,
  startedAt: '2026-03-01T10:00:00.123Z',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Refunds?' },
  ],
  retrievalQuery: 'refund window',
  hits: [
    {
      id: 'd1',
      text: 'Refunds take 30 days.',
      title: 'Refunds',
      source: 'https://x/1',
      score: 0.9,
      metadata: { page: 3 },
    },
    { id: 'd2', score: null },
  ],
  candidates: [
    { id: 'd1', text: 'Refunds take 30 days.', score: 0.8 },
    { id: 'd9', text: 'Other.' },
  ],
  topK: 5,
  answer: 'It says: 30 days [1].',
  model: 'm',
  latency: { retrievalMs: 12.5, generationMs: 800, firstTokenMs: 90, totalMs: 900 },
  tokens: { input: 100, cached: 20, output: 10 },
  costUsd: 0.0012,
  sessionId: 's',
  userId: 'u',
  traceId: 't',
  tags: ['z', 'b'],
  metadata: { team: 'red', n: 1 },
  expected: { answer: '30 days', relevantIds: ['d1'], answerable: true },
  feedback: { score: 1, comment: 'thanks' },
};

test('a query comes back whole', async () => {
  const ctx = await ownerContext(stores, () => new Date('2026-03-01T10:00:05Z'));
  await logQueries(ctx, structuredClone(logged));
  await addFeedback(ctx, { queryId: ID, feedback: { score: -1, comment: 'no', userId: 'v' } });
  await tagQueries(ctx, { ids: [ID], add: ['a', 'b'], remove: [] });
  await writeLabels(ctx, {
    labels: [
      { queryId: ID, reviewer: 'Ann', verdict: 'wrong', failure: 'weak_reasoning', grades: { d1: 2 } },
    ],
  });
  const detail = await readQuery(ctx, ID);
  expect(queryDetailSchema.parse(detail)).toEqual(detail);
  expect(detail).toEqual({
    id: ID,
    startedAt: '2026-03-01T10:00:00.123Z',
    receivedAt: '2026-03-01T10:00:05.000Z',
    origin: 'live',
    question: 'Refunds?',
    answer: 'It says: 30 days [1].',
    error: null,
    retrieved: true,
    hitCount: 2,
    zeroHit: false,
    topScore: 0.9,
    model: 'm',
    promptVersion: '',
    retriever: '',
    indexVersion: '',
    environment: '',
    release: '',
    latency: { retrievalMs: 12.5, generationMs: 800, firstTokenMs: 90, totalMs: 900 },
    costUsd: 0.0012,
    sessionId: 's',
    userId: 'u',
    tags: ['a', 'b', 'z'],
    feedback: 0,
    verdict: 'wrong',
    failure: 'weak_reasoning',
    messages: logged.messages,
    retrievalQuery: 'refund window',
    topK: 5,
    scoreKind: 'similarity',
    hits: [
      {
        rank: 1,
        id: 'd1',
        chunk: chunkHash('Refunds take 30 days.'),
        text: 'Refunds take 30 days.',
        title: 'Refunds',
        source: 'https://x/1',
        score: 0.9,
        cited: true,
        metadata: { page: 3 },
        grade: 2,
        scores: [],
      },
      {
        rank: 2,
        id: 'd2',
        chunk: namedChunkHash('d2'),
        text: null,
        title: '',
        source: '',
        score: null,
        cited: false,
        metadata: {},
        grade: null,
        scores: [],
      },
    ],
    citedDerived: true,
    candidates: [
      {
        rank: 1,
        id: 'd1',
        chunk: chunkHash('Refunds take 30 days.'),
        text: 'Refunds take 30 days.',
        title: '',
        source: '',
        score: 0.8,
        metadata: {},
      },
      {
        rank: 2,
        id: 'd9',
        chunk: chunkHash('Other.'),
        text: 'Other.',
        title: '',
        source: '',
        score: null,
        metadata: {},
      },
    ],
    tokens: { input: 100, cached: 20, output: 10 },
    costEstimated: false,
    formatOk: null,
    formatReason: '',
    formatRules: [],
    answerSentences: 1,
    linkedSentences: 1,
    traceId: 't',
    metadata: { team: 'red', n: '1' },
    expected: { answer: '30 days', relevantIds: ['d1'], answerable: true },
    scores: [],
    feedbackComments: [
      { userId: 'u', score: 1, comment: 'thanks' },
      { userId: 'v', score: -1, comment: 'no' },
    ],
    marks: [],
    cutLengths: {},
    questionHash: detail.questionHash,
  });
  const { items } = await listQueries(ctx, { filter: {} });
  expect(items).toEqual([queryListItemSchema.parse(detail)]);
});

test('a bare query has nulls, not zeros', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, { id: 'bare', question: 'x' });
  const detail = await readQuery(ctx, 'bare');
  expect(detail).toMatchObject({
    answer: null,
    retrieved: false,
    topScore: null,
    costUsd: null,
    latency: { retrievalMs: null, totalMs: null },
    tokens: { input: null },
    topK: null,
    feedback: null,
    verdict: null,
    failure: null,
    tags: [],
    hits: [],
    candidates: [],
    messages: [],
    expected: { answer: null, relevantIds: [], answerable: null },
  });
});

test('a list shows the first 300 characters, a page all', async () => {
  const ctx = await ownerContext(stores);
  const long = '😀'.repeat(400);
  await logQueries(ctx, { id: 'long', question: long, answer: long });
  const { items } = await listQueries(ctx, { filter: {} });
  expect(items[0]).toMatchObject({ question: '😀'.repeat(300), answer: '😀'.repeat(300) });
  expect(await readQuery(ctx, 'long')).toMatchObject({ question: long, answer: long });
});

test('a query of another project is missing like any other', async () => {
  const [ctx, other] = [await ownerContext(stores), await ownerContext(stores)];
  await logQueries(ctx, { id: 'mine', question: 'x' });
  const errors = await Promise.all(
    [readQuery(other, 'mine'), readQuery(other, 'nowhere')].map((read) =>
      read.catch((error: Error) => error),
    ),
  );
  expect(errors[0]).toMatchObject({ kind: 'not_found' });
  expect(errors[0]).toEqual(errors[1]);
});

test('while an item of it is open to a person, what others said is hidden from that person alone', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, { id: 'q', question: 'x', hits: [{ id: 'd', text: 'blind' }] });
  const label = { queryId: 'q', verdict: 'wrong', failure: 'unclear', grades: { d: 1 } };
  await writeLabels(ctx, { labels: [{ ...label, reviewer: 'Ann' }] });
  const seen = async (as: Context) => {
    const [detail, list] = [await readQuery(as, 'q'), await listQueries(as, { filter: {} })];
    expect(list.items[0]).toMatchObject({ verdict: detail.verdict, failure: detail.failure });
    return [detail.verdict, detail.failure, detail.hits[0]?.grade];
  };
  expect(await seen(ctx)).toEqual(['wrong', 'unclear', 1]);
  await createQueue(ctx, { name: 'all', filter: {}, size: 10 });
  expect(await seen(ctx)).toEqual([null, null, null]);
  const key: Context = { ...ctx, actor: { kind: 'key', keyId: 'k', name: 'Key', scopes: ['read'] } };
  expect(await seen(key)).toEqual(['wrong', 'unclear', 1]);
  await writeLabels(ctx, { labels: [label] });
  expect(await seen(ctx)).toEqual(['wrong', 'unclear', 1]);
});

test('known chunks are found by their words, with what the corpus says of them', async () => {
  const ctx = await ownerContext(stores);
  await registerChunks(ctx, {
    chunks: [
      {
        id: 'c1',
        text: 'Refunds take thirty days.',
        title: 'Refund policy',
        source: 'policy.md',
        indexVersion: 'v1',
      },
      { id: 'c2', text: 'Refunds by card take thirty days and longer by cheque.', title: 'More' },
    ],
  });
  await logQueries(ctx, {
    id: 'q',
    question: 'x',
    hits: [{ id: 'h', text: 'Only a hit about cheque fraud.' }],
  });
  const found = async (q: string, as = ctx) =>
    (await findChunks(as, { q })).map((chunk) => chunk.text.slice(0, 12));
  expect(await found('THIRTY refunds')).toEqual(['Refunds take', 'Refunds by c']);
  expect((await findChunks(ctx, { q: 'refunds take' }))[0]).toEqual({
    chunk: chunkHash('Refunds take thirty days.'),
    id: 'c1',
    title: 'Refund policy',
    source: 'policy.md',
    indexVersion: 'v1',
    text: 'Refunds take thirty days.',
  });
  expect(await findChunks(ctx, { q: 'fraud' })).toMatchObject([
    { id: '', title: '', text: 'Only a hit about cheque fraud.' },
  ]);
  expect(await found('cheque fraud refunds')).toEqual(['Only a hit a', 'Refunds by c', 'Refunds take']);
  expect(await found('unheard')).toEqual([]);
  expect(await found('?')).toEqual([]);
  expect(await found('refunds', await ownerContext(stores))).toEqual([]);
  expect(await findChunks(ctx, { q: Array.from({ length: 300 }, (_, i) => `w${i}`).join(' ') })).toEqual([]);
});

test('a search finds the same in few rows that came alone, whose indexes are built later, and in many that came together', async () => {
  const ctx = await ownerContext(stores);
  const word = (i: number) => ['Ärger', 'REFUND', 'voucher'][i % 3] ?? '';
  const query = (i: number) => ({
    id: `s${i}`,
    question: `about ${word(i)}`,
    hits: [{ text: `Text ${i} of ${word(i)}` }],
    answer: i % 2 === 0 ? null : `it is ${word(i + 1)}`,
  });
  await logQueries(ctx, { queries: Array.from({ length: 300 }, (_, i) => query(i)) });
  for (let i = 300; i < 306; i += 1) await logQueries(ctx, query(i));
  for (const [n, word] of ['ärger', 'refund', 'voucher'].entries()) {
    const wanted = Array.from({ length: 306 }, (_, i) => i).filter(
      (i) => i % 3 === n || (i % 2 === 1 && (i + 1) % 3 === n),
    );
    const list = await listQueries(ctx, { filter: { q: word }, limit: 500 });
    expect(list.items.map(({ id }) => id).toSorted()).toEqual(wanted.map((i) => `s${i}`).toSorted());
    expect(await findChunks(ctx, { q: word, limit: 500 })).toHaveLength(102);
  }
});
