import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addFeedback } from '#lib/ingest/add-feedback.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { projectMetrics } from '#lib/ingest/queries/project-metrics.ts';
import { listQuarantine } from '#lib/ingest/queries/quarantine.ts';
import { registerChunks } from '#lib/ingest/register-chunks.ts';
import { replayQuarantine } from '#lib/ingest/replay-quarantine.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import { traffic } from '#lib/quality/queries/traffic.ts';
import type { Series } from '#lib/quality/schema.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { metricSums } from './metric-sums.ts';
import { countRows, storedIds, storedQuery } from './stored-queries.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const ids = Array.from({ length: 60 }, (_, i) => `query-${String(i).padStart(3, '0')}`);
const batch = (startedAt?: string) => ({
  queries: ids.map((id) => ({
    id,
    question: `What about ${id}?`,
    hits: [{ id: 'd', text: `text ${id}` }],
    answer: 'a',
    ...(startedAt === undefined ? {} : { startedAt }),
  })),
});
const shuffled = ({ queries }: ReturnType<typeof batch>) => ({
  queries: queries.toSorted((a, b) => (a.id.slice(-1) < b.id.slice(-1) ? 1 : -1)),
});

function sumOf(series: Series, metric: string, field: 'n' | 'of'): number {
  const points = series.buckets.filter((bucket) => bucket.metric === metric);
  return points.reduce((sum, point) => sum + point[field], 0);
}

describe('identity is project and id, never the time', () => {
  test('the same batch at once, shuffled, split, without a start, across an hour and a month edge', async () => {
    let now = new Date('2026-03-31T23:59:59.000Z');
    const ctx = await ownerContext(stores, () => now);
    const startedAt = '2026-03-31T22:30:00Z';
    const answers = await Promise.all([
      logQueries(ctx, batch(startedAt)),
      logQueries(ctx, shuffled(batch(startedAt))),
      logQueries(ctx, { queries: batch(startedAt).queries.slice(0, 20) }),
      logQueries(ctx, { queries: batch(startedAt).queries.slice(20) }),
      logQueries(ctx, batch()),
    ]);
    expect(answers.reduce((sum, answer) => sum + answer.accepted, 0)).toBe(60);
    expect(answers.reduce((sum, answer) => sum + answer.duplicates, 0)).toBe(180);
    for (const answer of answers) expect(answer.rejected).toEqual([]);
    expect(answers[0]?.ids).toEqual(ids);

    now = new Date('2026-04-01T00:00:01.000Z');
    expect(await logQueries(ctx, batch())).toMatchObject({ accepted: 0, duplicates: 60 });
    now = new Date('2026-04-01T01:00:01.000Z');
    expect(await logQueries(ctx, batch('2026-04-01T00:59:00Z'))).toMatchObject({ accepted: 0 });

    expect(await storedIds(ctx)).toEqual(ids);
    expect(await storedIds(ctx, 'query_ids')).toEqual(ids);
    const list = await listQueries(ctx, { filter: {}, limit: 500, order: 'newest' });
    expect(list.total).toBe(60);
    expect(list.items.map((item) => item.id).toSorted()).toEqual(ids);
    expect(new Set(list.items.map((item) => item.startedAt))).toEqual(new Set(['2026-03-31T22:30:00.000Z']));
    expect(sumOf(await traffic(ctx, {}), 'queries', 'n')).toBe(60);
    const charts = await retrievalSeries(ctx, {}, { bucket: 'hour', metrics: ['zero_hit_rate'] });
    expect(sumOf(charts, 'zero_hit_rate', 'of')).toBe(60);
  });

  test('an id twice in one batch is one accepted and one duplicate; the first content stays', async () => {
    const ctx = await ownerContext(stores);
    const answer = await logQueries(ctx, {
      queries: [
        { id: 'x', question: 'first' },
        { id: 'x', question: 'second' },
      ],
    });
    expect(answer).toEqual({ accepted: 1, duplicates: 1, ids: ['x', 'x'], rejected: [] });
    expect(await logQueries(ctx, { id: 'x', question: 'third' })).toMatchObject({ duplicates: 1 });
    const count = metricSums(await projectMetrics(ctx));
    expect(count('faultline_events_conflicting_total')).toBe(2);
    expect(await storedQuery(ctx, 'x', z.object({ question: z.string() }), 'question')).toEqual({
      question: 'first',
    });
  });

  test('other content under a known id is shown in quarantine, once, and is not replayed', async () => {
    const ctx = await ownerContext(stores);
    await logQueries(ctx, { id: 'x', question: 'first' });
    await logQueries(ctx, { id: 'x', question: 'first' });
    expect(await countRows(ctx, 'quarantine')).toBe(0);
    for (const question of ['second\u0000', 'second\u0000', 'third'])
      await logQueries(ctx, { queries: [{ id: 'x', question }, { question: 'fresh' }] });
    const { items } = await listQuarantine(ctx, { code: 'conflict' });
    expect(items.map(({ queryId, path, replayable }) => [queryId, path, replayable])).toEqual([
      ['x', 'id', false],
      ['x', 'id', false],
    ]);
    expect(items.map(({ preview }) => JSON.parse(preview).question).toSorted()).toEqual(['second␀', 'third']);
    expect(await replayQuarantine(ctx, { all: true })).toMatchObject({ replayed: 0 });
    expect(await replayQuarantine(ctx, { code: 'conflict' })).toMatchObject({ replayed: 0 });
  });

  test('the same id in two projects is two queries', async () => {
    const [a, b] = [await ownerContext(stores), await ownerContext(stores)];
    const answers = await Promise.all([a, b].map((ctx) => logQueries(ctx, { id: 'same', question: 'q' })));
    expect(answers.map((answer) => answer.accepted)).toEqual([1, 1]);
    expect([await countRows(a, 'queries'), await countRows(b, 'queries')]).toEqual([1, 1]);
  });

  test('an import that spans more months than an insert may touch is stored', async () => {
    const ctx = await ownerContext(stores);
    const queries = Array.from({ length: 300 }, (_, i) => ({
      id: `m${i}`,
      question: 'q',
      startedAt: Date.UTC(2000, i, 5),
    }));
    expect(await logQueries(ctx, { queries })).toMatchObject({ accepted: 300, rejected: [] });
    expect(await countRows(ctx, 'queries')).toBe(300);
  });
});

describe('neighbours', () => {
  test('one bad in 500: 499 stored, one in quarantine, and the answer says which', async () => {
    const ctx = await ownerContext(stores);
    const queries: object[] = Array.from({ length: 500 }, (_, i) => ({ id: `n${i}`, question: 'q' }));
    queries[123] = { id: 'bad', question: 'q', hits: [{ id: 'd', score: 'high' }] };
    const answer = await logQueries(ctx, { queries });
    expect(answer.accepted).toBe(499);
    expect(answer.ids[123]).toBeNull();
    expect(answer.ids.filter((id) => id === null)).toHaveLength(1);
    expect(answer.rejected).toEqual([
      { index: 123, id: 'bad', code: 'invalid', path: 'hits.0.score', message: expect.any(String) },
    ]);
    expect(await countRows(ctx, 'queries')).toBe(499);
    expect(await countRows(ctx, 'quarantine')).toBe(1);
    await logQueries(ctx, { queries });
    expect(await countRows(ctx, 'quarantine')).toBe(1);
  });

  test('sent = accepted + duplicates + rejected', async () => {
    const ctx = await ownerContext(stores);
    await logQueries(ctx, {
      queries: [{ question: 'a' }, {}, { id: 'd', question: 'b' }, { id: 'd', question: 'b' }, 7],
    });
    const count = metricSums(await projectMetrics(ctx));
    expect(count('faultline_events_sent_total', { unit: 'query' })).toBe(5);
    expect(count('faultline_events_accepted_total', { unit: 'query' })).toBe(2);
    expect(count('faultline_events_duplicates_total', { unit: 'query' })).toBe(1);
    expect(count('faultline_events_rejected_total', { unit: 'query', reason: 'invalid' })).toBe(2);
  });

  test('an empty batch is taken, more than 500 and other shapes are not', async () => {
    const ctx = await ownerContext(stores);
    expect(await logQueries(ctx, { queries: [] })).toEqual({
      accepted: 0,
      duplicates: 0,
      ids: [],
      rejected: [],
    });
    const many = Array.from({ length: 501 }, () => ({ question: 'q' }));
    await expect(logQueries(ctx, { queries: many })).rejects.toMatchObject({ kind: 'too_large' });
    for (const body of [null, 'x', [], { queries: {} }])
      await expect(logQueries(ctx, body)).rejects.toMatchObject({ kind: 'invalid' });
    expect(await countRows(ctx, 'queries')).toBe(0);
  });
});

describe('feedback', () => {
  const feedbackOf = (ctx: Awaited<ReturnType<typeof ownerContext>>) =>
    stores.queryLog.rows(
      z.object({ query_id: z.string(), user_id: z.string(), score: z.number() }),
      'SELECT query_id, user_id, score FROM feedback WHERE project_id = {project:String} ORDER BY query_id, user_id',
      { project: ctx.project.id },
    );

  test('may come before its query; the last word of each user counts', async () => {
    let ms = Date.parse('2026-05-01T00:00:00Z');
    const ctx = await ownerContext(stores, () => new Date(ms++));
    const say = (score: number, userId?: string) =>
      addFeedback(ctx, { queryId: 'f1', feedback: { score, ...(userId === undefined ? {} : { userId }) } });
    await say(1, 'ann');
    await logQueries(ctx, { id: 'f1', question: 'q', userId: 'ben', feedback: { score: 1, comment: 'ok' } });
    await say(-1, 'ann');
    await say(1);
    await say(-1);
    expect(await feedbackOf(ctx)).toEqual([
      { query_id: 'f1', user_id: '', score: -1 },
      { query_id: 'f1', user_id: 'ann', score: -1 },
      { query_id: 'f1', user_id: 'ben', score: 1 },
    ]);
  });

  test('other scores are refused', async () => {
    const ctx = await ownerContext(stores);
    await expect(addFeedback(ctx, { queryId: 'f', feedback: { score: 2 } })).rejects.toThrow();
    await expect(addFeedback(ctx, { queryId: '', feedback: { score: 1 } })).rejects.toMatchObject({
      kind: 'invalid',
    });
  });
});

test('chunks are registered once for each index version, wrong ones apart', async () => {
  const ctx = await ownerContext(stores);
  const chunks = [
    { id: 'c1', text: 'old\u0000', indexVersion: 'v1' },
    { id: 'c1', text: 'same', indexVersion: 'v2' },
    { id: 'c2', text: 'same', title: 'T', indexVersion: 'v2' },
    { id: 'c3' },
    { id: 'c1', text: 'new', indexVersion: 'v1' },
  ];
  const answer = await registerChunks(ctx, { chunks });
  expect(answer).toMatchObject({ accepted: 3, duplicates: 1, ids: ['c1', 'c1', 'c2', null, 'c1'] });
  expect(answer.rejected).toMatchObject([{ index: 3, path: 'text' }]);
  await registerChunks(ctx, { chunks: chunks.slice(0, 3) });
  expect(await countRows(ctx, 'corpus')).toBe(3);
  expect(await countRows(ctx, 'chunks', "text = 'old␀'")).toBe(1);
});
