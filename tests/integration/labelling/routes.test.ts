import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { SESSION_COOKIE } from '#lib/auth/sessions.ts';
import { createSignInLink, redeemSignInLink } from '#lib/auth/sign-in-links.ts';
import {
  batchAnswerSchema,
  claimResultSchema,
  createdQueueSchema,
  labellingViewSchema,
  labelPageSchema,
  leaseResultSchema,
  queueViewSchema,
  submitResultSchema,
  undoResultSchema,
} from '#lib/labelling/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as draft from '../../../app/api/v1/items/[id]/draft/route.ts';
import * as label from '../../../app/api/v1/items/[id]/label/route.ts';
import * as lease from '../../../app/api/v1/items/[id]/lease/route.ts';
import * as release from '../../../app/api/v1/items/[id]/release/route.ts';
import * as skip from '../../../app/api/v1/items/[id]/skip/route.ts';
import * as undo from '../../../app/api/v1/labels/[id]/undo/route.ts';
import * as labels from '../../../app/api/v1/labels/route.ts';
import * as labelling from '../../../app/api/v1/queries/[id]/labelling/route.ts';
import * as claim from '../../../app/api/v1/queues/[id]/claim/route.ts';
import * as items from '../../../app/api/v1/queues/[id]/items/route.ts';
import * as queue from '../../../app/api/v1/queues/[id]/route.ts';
import * as queues from '../../../app/api/v1/queues/route.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries, plainQueries } from './logged-queries.ts';

let stores: Stores;
let close: () => Promise<void>;
let session: string;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
  session = (await redeemSignInLink(stores, await createSignInLink(stores, new Date()), new Date())) ?? '';
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
        cookie: `${SESSION_COOKIE}=${session}`,
        origin: 'http://localhost',
        host: 'localhost',
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

test('a queue is made, worked through and read over HTTP', async () => {
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
    skipped: 1,
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
