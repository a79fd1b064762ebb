import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { adjudicatedSchema } from '#lib/labelling/adjudication-schema.ts';
import { ownLabelsSchema } from '#lib/labelling/own-label-schema.ts';
import { queueCountsListSchema, queueCountsSchema } from '#lib/labelling/queue-report-schema.ts';
import {
  batchAnswerSchema,
  claimResultSchema,
  createdQueueSchema,
  filledQueueSchema,
  labellingViewSchema,
  labelPageSchema,
  leaseResultSchema,
  queueViewSchema,
  submitResultSchema,
  undoResultSchema,
} from '#lib/labelling/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { foundChunkSchema } from '#lib/query-log/found-chunk.ts';
import * as chunks from '../../../app/api/v1/chunks/route.ts';
import * as assign from '../../../app/api/v1/items/[id]/assign/route.ts';
import * as draft from '../../../app/api/v1/items/[id]/draft/route.ts';
import * as label from '../../../app/api/v1/items/[id]/label/route.ts';
import * as lease from '../../../app/api/v1/items/[id]/lease/route.ts';
import * as release from '../../../app/api/v1/items/[id]/release/route.ts';
import * as remove from '../../../app/api/v1/items/[id]/remove/route.ts';
import * as skip from '../../../app/api/v1/items/[id]/skip/route.ts';
import * as undo from '../../../app/api/v1/labels/[id]/undo/route.ts';
import * as mine from '../../../app/api/v1/labels/mine/route.ts';
import * as labels from '../../../app/api/v1/labels/route.ts';
import * as adjudication from '../../../app/api/v1/queries/[id]/adjudication/route.ts';
import * as labelling from '../../../app/api/v1/queries/[id]/labelling/route.ts';
import * as assignQueue from '../../../app/api/v1/queues/[id]/assign/route.ts';
import * as claim from '../../../app/api/v1/queues/[id]/claim/route.ts';
import * as counts from '../../../app/api/v1/queues/[id]/counts/route.ts';
import * as fill from '../../../app/api/v1/queues/[id]/fill/route.ts';
import * as items from '../../../app/api/v1/queues/[id]/items/route.ts';
import * as queue from '../../../app/api/v1/queues/[id]/route.ts';
import * as allCounts from '../../../app/api/v1/queues/counts/route.ts';
import * as queues from '../../../app/api/v1/queues/route.ts';
import { signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { chunkOf, logQueries, plainQueries } from './logged-queries.ts';

const DAY_MS = 86_400_000;

let stores: Stores;
let close: () => Promise<void>;
let session: string;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
  session = await signedInCookie(stores, LOCAL_OWNER);
});
afterAll(() => close());

type Handler = (request: Request, next: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Calls routes of a project as the signed-in owner. */
function browserOf(ctx: Context) {
  return async <T>(
    handler: Handler,
    schema: z.ZodType<T>,
    { id = '', body, query = '' }: { id?: string; body?: unknown; query?: string } = {},
    status = 200,
  ): Promise<T> => {
    const request = new Request(`http://localhost/?project=${ctx.project.slug}${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        cookie: session,
        origin: 'http://127.0.0.1:3000',
        host: '127.0.0.1:3000',
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await handler(request, { params: Promise.resolve({ id }) });
    const answer: unknown = await response.json();
    expect({ status: response.status, answer }).toMatchObject({ status });
    return schema.parse(answer);
  };
}

/** What was done today is counted anew from midnight, UTC as in every project that says no other zone. */
async function awayFromMidnight(): Promise<void> {
  const leftMs = DAY_MS - (Date.now() % DAY_MS);
  if (leftMs < 30_000) await new Promise((resolve) => setTimeout(resolve, leftMs));
}

test('a queue is made, worked through and read over HTTP', async () => {
  await awayFromMidnight();
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(4));
  const call = browserOf(ctx);
  const made = await call(queues.POST, createdQueueSchema, { body: { name: 'http', size: 3 } }, 201);
  await call(items.POST, z.object({ added: z.number() }), { id: made.id, body: { queryIds: ['q-1'] } });
  const take = async () => {
    const result = await call(claim.POST, claimResultSchema, { id: made.id, body: {} });
    if (!('item' in result)) throw new Error('the queue is empty');
    return result.item;
  };
  const first = await take();
  const view = await call(labelling.GET, labellingViewSchema, { id: first.queryId });
  expect(view).toMatchObject({ own: null, prefilled: {}, guidelines: { version: 1 } });
  const [key = ''] = view.gradeKeys;

  const held = { fence: first.fence };
  const saved = await call(draft.POST, z.object({ status: z.string() }), {
    id: first.id,
    body: { ...held, draft: { verdict: 'correct' } },
  });
  expect(saved).toEqual({ status: 'saved' });
  const renewed = await call(lease.POST, leaseResultSchema, { id: first.id, body: held });
  expect(renewed).toMatchObject({ status: 'leased', fence: first.fence });
  const body = { ...held, label: { verdict: 'correct', grades: { [key]: 3 }, activeSeconds: 12 } };
  const stored = await call(label.POST, submitResultSchema, { id: first.id, body });
  if (stored.status !== 'stored') throw new Error(stored.message);

  const late = { ...body, fence: first.fence + 1 };
  const conflict = await call(
    label.POST,
    submitResultSchema.and(z.looseObject({})),
    { id: first.id, body: late },
    409,
  );
  expect(conflict).toMatchObject({ status: 'conflict', reason: 'done', error: { code: 'conflict' } });

  const second = await take();
  await call(skip.POST, z.object({ status: z.literal('skipped') }), {
    id: second.id,
    body: { fence: second.fence },
  });
  const third = await take();
  await call(release.POST, z.object({ status: z.literal('released') }), {
    id: third.id,
    body: { fence: third.fence },
  });
  expect(await call(queue.GET, queueViewSchema, { id: made.id })).toMatchObject({
    done: 1,
    unjudged: 0,
    leased: 0,
    medianActiveSeconds: 12,
    yoursDoneToday: 1,
  });
  expect(await call(queues.GET, z.object({ items: z.array(queueViewSchema) }))).toMatchObject({
    items: [{ name: 'http' }],
  });

  const page = await call(labels.GET, labelPageSchema, { query: `&queryId=${first.queryId}` });
  expect(page).toMatchObject({ total: 1, items: [{ id: stored.labelId, grades: { [key]: 3 } }] });
  const undone = await call(undo.POST, undoResultSchema, { id: stored.labelId, body: {} });
  expect(undone).toMatchObject({ status: 'undone', item: { id: first.id } });
});

test('an API key writes and reads labels, and is told that claiming is for persons', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(1));
  const secret = `flt_${uuidv7()}`;
  await ensureApiKey(stores, ctx.project, { name: 'import', secret, scopes: ['read', 'label'] });
  const call = (handler: Handler, body?: unknown) =>
    handler(
      new Request('http://localhost/', {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
      { params: Promise.resolve({ id: 'q' }) },
    );
  const written = await call(labels.POST, { labels: [{ queryId: 'q-1', verdict: 'correct' }, {}] });
  expect(written.status).toBe(200);
  expect(batchAnswerSchema.parse(await written.json())).toMatchObject({
    accepted: 1,
    rejected: [{ index: 1 }],
  });
  const read = labelPageSchema.parse(await (await call(labels.GET)).json());
  expect(read.items.map((item) => item.reviewer)).toEqual(['API key import']);
  const claimed = await call(claim.POST, {});
  expect(claimed.status).toBe(403);
  expect(await claimed.json()).toMatchObject({
    error: { code: 'forbidden', message: expect.stringContaining('person') },
  });
  const tooMany = await call(labels.POST, { labels: Array.from({ length: 501 }, () => ({})) });
  expect(tooMany.status).toBe(400);
});

test('a queue is set up, filled, assigned and decided over HTTP', async () => {
  const ctx = await ownerContext(stores);
  const arrived = new Date(Date.now() - 3_600_000);
  await logQueries(
    ctx,
    plainQueries(4).map((query) => ({ ...query, startedAt: arrived })),
  );
  const call = browserOf(ctx);
  const made = await call(queues.POST, createdQueueSchema, { body: { name: 'rules', size: 0 } }, 201);
  const refused = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
  await call(fill.POST, refused, { id: made.id, body: {} }, 409);
  const settings = {
    rules: [{ filter: {}, mode: { kind: 'random' } }],
    fillCap: 3,
    fillEveryHours: 24,
    secondRate: 0,
    guidelines: '# Ours',
  };
  const saved = await call(queue.PATCH, queueViewSchema, { id: made.id, body: settings });
  expect(saved).toMatchObject({ fillCap: 3, fillEveryHours: 24, name: 'rules', rules: settings.rules });
  await call(queue.PATCH, refused, { id: made.id, body: { leaseMinutes: 0 } }, 400);
  await call(queue.PATCH, refused, { id: 'missing', body: { leaseMinutes: 5 } }, 404);
  const filled = await call(fill.POST, filledQueueSchema, { id: made.id, body: {} });
  expect(filled).toMatchObject({ candidates: 4, selected: 3 });
  const counted = await call(counts.GET, queueCountsSchema, { id: made.id });
  const listed = await call(allCounts.GET, queueCountsListSchema);
  expect(listed.items).toEqual([{ id: made.id, ...counted }]);
  expect(counted).toEqual({
    total: 3,
    done: 0,
    open: 3,
    leased: 0,
    unjudged: 0,
    yoursDoneToday: 0,
    yoursDone: 0,
    yoursTotal: 3,
  });

  const view = await call(labelling.GET, labellingViewSchema, { id: 'q-1', query: `&queueId=${made.id}` });
  expect(view.guidelines.text).toBe('# Ours');
  const project = await call(labelling.GET, labellingViewSchema, { id: 'q-1' });
  expect(project.guidelines.text).not.toBe('# Ours');

  const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : '';
  const assigned = z.object({ assigned: z.number() });
  const two = await call(assignQueue.POST, assigned, { id: made.id, body: { personId, count: 2 } });
  expect(two).toEqual({ assigned: 2 });
  const claimed = await call(claim.POST, claimResultSchema, { id: made.id, body: {} });
  if (!('item' in claimed)) throw new Error('the queue is empty');
  const { item } = claimed;
  expect(await call(assign.POST, assigned, { id: item.id, body: { personId: null } })).toEqual({
    assigned: 1,
  });
  await call(remove.POST, z.object({ removed: z.literal(1) }), { id: item.id, body: {} });
  expect(await call(counts.GET, queueCountsSchema, { id: made.id })).toMatchObject({ total: 2 });

  const decided = { verdict: 'wrong', failure: 'wrong_format', grades: {} };
  await call(adjudication.POST, adjudicatedSchema, { id: 'q-1', body: decided }, 201);
  await call(adjudication.POST, refused, { id: 'q-1', body: { verdict: 'wrong' } }, 400);
  await call(adjudication.POST, refused, { id: 'missing', body: decided }, 404);
  expect(await call(mine.GET, ownLabelsSchema)).toEqual({ items: [] });
});

test('known chunks are found by their words, whatever is typed, and only in the own project', async () => {
  const ctx = await ownerContext(stores);
  const other = await ownerContext(stores);
  const text = (id: string, words: string) => ({ id, hits: [{ id: `h-${id}`, text: words }] });
  await logQueries(ctx, [text('1', 'Reset the router by hand.'), text('2', 'The router is <b>blue</b>.')]);
  await logQueries(other, [text('3', 'A router elsewhere.')]);
  await stores.queryLog.insert('corpus', [
    {
      project_id: ctx.project.id,
      index_version: 'v1',
      chunk_id: 'c-1',
      chunk_hash: chunkOf('Reset the router by hand.'),
      title: 'Manual',
      source: 'manual.md',
      version: 1,
    },
  ]);
  const call = browserOf(ctx);
  const schema = z.object({ items: z.array(foundChunkSchema) });
  const find = async (q: string) =>
    (await call(chunks.GET, schema, { query: `&q=${encodeURIComponent(q)}` })).items;
  expect(await find('ROUTER reset')).toMatchObject([{ id: 'c-1', title: 'Manual', source: 'manual.md' }]);
  expect((await find('router')).map(({ text }) => text).sort()).toEqual([
    'Reset the router by hand.',
    'The router is <b>blue</b>.',
  ]);
  for (const hostile of ["' OR 1=1 --", '{words:String}', '%', '\0', '<script>', 'x'.repeat(1000)])
    expect(await find(hostile)).toEqual([]);
  expect((await call(chunks.GET, schema, { query: '&q=%00%ED%A0%80' })).items).toEqual([]);
  const limited = await call(chunks.GET, schema, { query: '&q=router&limit=1' });
  expect(limited.items).toHaveLength(1);
  const refused = z.object({ error: z.object({ code: z.string() }) });
  await call(chunks.GET, refused, { query: `&q=${'x'.repeat(1001)}` }, 400);
  await call(chunks.GET, refused, {}, 400);
});
