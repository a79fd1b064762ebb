import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { adjudicateQuery } from '#lib/labelling/adjudicate-query.ts';
import {
  adjudicatedSchema,
  decidedSinceSchema,
  decisionsSchema,
} from '#lib/labelling/adjudication-schema.ts';
import { agreementSchema, disputePageSchema, reviewerListSchema } from '#lib/labelling/agreement-schema.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { readAgreement } from '#lib/labelling/queries/agreement.ts';
import { readDecisions } from '#lib/labelling/queries/decisions.ts';
import { listDisputes } from '#lib/labelling/queries/disputes.ts';
import { listReviewers } from '#lib/labelling/queries/reviewers.ts';
import { readVotes } from '#lib/labelling/queries/votes.ts';
import type { LabelDraft } from '#lib/labelling/schema.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as agreement from '../../../app/api/v1/agreement/route.ts';
import * as disputes from '../../../app/api/v1/disputes/route.ts';
import * as adjudication from '../../../app/api/v1/queries/[id]/adjudication/route.ts';
import * as reviewers from '../../../app/api/v1/reviewers/route.ts';
import { signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries, plainQueries } from './logged-queries.ts';
import { asPerson } from './people.ts';

let stores: Stores;
let close: () => Promise<void>;
let session: string;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
  session = await signedInCookie(stores, LOCAL_OWNER);
});
afterAll(() => close());

const CORRECT: LabelDraft = { verdict: 'correct' };
const WRONG: LabelDraft = { verdict: 'wrong', failure: 'weak_reasoning' };

type Handler = (request: Request, next: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** A call as the signed-in owner of the project: its status and its JSON. */
async function call(ctx: Context, handler: Handler, { id = '', query = '', body }: Call = {}) {
  const request = new Request(`http://127.0.0.1:3000/?project=${ctx.project.slug}${query}`, {
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
  return { status: response.status, answer };
}
interface Call {
  id?: string;
  query?: string;
  body?: unknown;
}

/** The project's queries labelled by Ada and Bob, each with its labels in that order, outside of any queue. */
async function labelledTwice(ctx: Context, pairs: readonly (readonly [LabelDraft, LabelDraft])[]) {
  await logQueries(ctx, plainQueries(pairs.length));
  const labels = pairs.flatMap(([ada, bob], i) => [
    { queryId: `q-${i + 1}`, reviewer: 'Ada', ...ada },
    { queryId: `q-${i + 1}`, reviewer: 'Bob', ...bob },
  ]);
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  expect((await writeLabels(system, { labels })).rejected).toEqual([]);
}

test('agreement over HTTP: what stands together, and the queries of each cell', async () => {
  const ctx = await ownerContext(stores);
  await labelledTwice(ctx, [
    [CORRECT, CORRECT],
    [CORRECT, WRONG],
    [WRONG, CORRECT],
    [WRONG, WRONG],
  ]);
  const { status, answer } = await call(ctx, agreement.GET);
  expect(status).toBe(200);
  const { verdict, failure, confusion } = agreementSchema.parse(answer);
  expect(verdict).toMatchObject({ jointItems: 4, display: 'table', interval: null, percent: 0.5 });
  expect(failure.jointItems).toBe(1);
  const [correct, , wrong] = confusion.cells;
  expect(correct?.[0]).toEqual({ count: 1, queries: 1, queryIds: ['q-1'] });
  expect(correct?.[2]).toEqual({ count: 2, queries: 2, queryIds: ['q-2', 'q-3'] });
  expect(wrong?.[0]).toEqual({ count: 0, queries: 0, queryIds: [] });

  const grades = await call(ctx, agreement.GET, { query: '&rated=grades' });
  expect(agreementSchema.parse(grades.answer).confusion.categories).toEqual([0, 1, 2, 3]);
  expect(await call(ctx, agreement.GET, { query: '&rated=notes' })).toMatchObject({ status: 400 });
  const none = await call(ctx, agreement.GET, { query: `&queueId=${uuidv7()}` });
  expect(agreementSchema.parse(none.answer).verdict.jointItems).toBe(0);
});

test('a dispute is listed, decided, read as decided, and reopened by a changed label', async () => {
  const ctx = await ownerContext(stores);
  await labelledTwice(ctx, [
    [CORRECT, CORRECT],
    [CORRECT, { ...WRONG, grades: { 'a-2': 3 } }],
    [WRONG, { verdict: 'wrong', failure: 'wrong_format' }],
  ]);
  const page = async () => disputePageSchema.parse((await call(ctx, disputes.GET)).answer);
  expect(await page()).toMatchObject({
    total: 2,
    hidden: 0,
    items: [
      { queryId: 'q-2', question: 'q-2', labels: 2, reasons: ['verdict'], reopened: false },
      { queryId: 'q-3', reasons: ['failure'] },
    ],
  });
  const decide = { id: 'q-2', body: { verdict: 'partly', failure: 'wrong_format', grades: { 'a-2': 1 } } };
  const stored = await call(ctx, adjudication.POST, decide);
  expect(stored.status).toBe(201);
  const { id } = adjudicatedSchema.parse(stored.answer);
  const read = async () => decisionsSchema.parse((await call(ctx, adjudication.GET, { id: 'q-2' })).answer);
  expect(await read()).toMatchObject({
    current: { id, verdict: 'partly', failure: 'wrong_format', grades: { 'a-2': 1 }, endedAt: null },
    earlier: [],
  });
  expect(await page()).toMatchObject({ total: 1, items: [{ queryId: 'q-3' }] });

  const system: Context = { ...ctx, actor: { kind: 'system' } };
  await writeLabels(system, {
    labels: [{ queryId: 'q-2', reviewer: 'Ada', verdict: 'partly', failure: 'unclear' }],
  });
  const reopened = expect.objectContaining({ queryId: 'q-2', reopened: true });
  expect(await page()).toMatchObject({ total: 2, items: expect.arrayContaining([reopened]) });
  expect(await read()).toMatchObject({ current: null, earlier: [{ id, endedAt: expect.any(String) }] });
  expect(await call(ctx, adjudication.GET, { id: 'nowhere' })).toMatchObject({ status: 404 });
});

test('of two who decide at once the later one is told what the other decided, in both orders', async () => {
  const ctx = await ownerContext(stores);
  await labelledTwice(ctx, [
    [CORRECT, WRONG],
    [CORRECT, WRONG],
  ]);
  const [lee, mia] = [await asPerson(ctx, 'Lee', 'admin'), await asPerson(ctx, 'Mia', 'admin')];
  const decide = (as: Context, queryId: string, label: LabelDraft, standing?: string | null) =>
    adjudicateQuery(as, { queryId, label, standing });
  const standingOf = async (queryId: string) => (await readDecisions(ctx, queryId)).current;

  for (const [queryId, first, second, name] of [
    ['q-1', lee, mia, 'Lee'],
    ['q-2', mia, lee, 'Mia'],
  ] as const) {
    expect(await decide(first, queryId, CORRECT, null)).toMatchObject({ status: 'stored' });
    const told = decidedSinceSchema.parse(await decide(second, queryId, WRONG, null));
    expect(told.standing).toMatchObject({ by: name, verdict: 'correct', endedAt: null });
    expect(await standingOf(queryId)).toMatchObject({ by: name, verdict: 'correct' });
    // Having seen it, the second may decide otherwise; the first, who knows the one before, is told in turn.
    const known = told.standing?.id ?? '';
    expect(await decide(second, queryId, WRONG, known)).toMatchObject({ status: 'stored' });
    expect(await decide(first, queryId, CORRECT, known)).toMatchObject({ status: 'conflict' });
    expect(await standingOf(queryId)).toMatchObject({ verdict: 'wrong' });
  }

  // Really at once, where both have seen the same: one is stored.
  const seen = (await standingOf('q-1'))?.id ?? '';
  const both = await Promise.all([lee, mia].map((as) => decide(as, 'q-1', CORRECT, seen)));
  expect(both.map(({ status }) => status).sort()).toEqual(['conflict', 'stored']);

  const body = { verdict: 'correct' };
  const late = await call(ctx, adjudication.POST, { id: 'q-2', query: '&standing=none', body });
  expect(late).toMatchObject({
    status: 409,
    answer: { error: { code: 'conflict' }, standing: { verdict: 'wrong' } },
  });
  // Whoever says nothing of what stands replaces it.
  expect((await call(ctx, adjudication.POST, { id: 'q-2', body })).status).toBe(201);
});

test('reviewers over HTTP: imported labels have no time, and agreement is counted on what is shared', async () => {
  const ctx = await ownerContext(stores);
  await labelledTwice(ctx, [
    [{ ...CORRECT, activeSeconds: 30 }, CORRECT],
    [{ ...CORRECT, activeSeconds: 60 }, WRONG],
  ]);
  const { items } = reviewerListSchema.parse((await call(ctx, reviewers.GET)).answer);
  expect(items).toMatchObject([
    { name: 'Ada', labels: 2, timedLabels: 2, activeSeconds: 90, joint: 2, agreeing: 1, gold: 0 },
    { name: 'Bob', labels: 2, timedLabels: 0, activeSeconds: 0, joint: 2, agreeing: 1, gold: 0 },
  ]);
});

test('votes come without names, in an order of their own that stays', async () => {
  const ctx = await ownerContext(stores);
  const labels = Array.from({ length: 12 }, () => [CORRECT, WRONG] as const);
  await labelledTwice(ctx, labels);
  const orders = new Set<string>();
  for (const { id } of plainQueries(12)) {
    const { votes, hidden } = await readVotes(ctx, id);
    expect(hidden).toBe(false);
    expect(votes.map(({ letter }) => letter)).toEqual(['A', 'B']);
    expect(JSON.stringify(votes)).not.toMatch(/Ada|Bob/);
    expect((await readVotes(ctx, id)).votes).toEqual(votes);
    orders.add(votes.map(({ verdict }) => verdict).join(' '));
  }
  expect([...orders].sort()).toEqual(['correct wrong', 'wrong correct']);
});

test('who must still judge a query unseen gets it in no cell, no dispute, no vote and no decision', async () => {
  const owner = await ownerContext(stores);
  await logQueries(owner, plainQueries(2));
  const [ada, bob, cyd] = [
    await asPerson(owner, 'Ada'),
    await asPerson(owner, 'Bob'),
    await asPerson(owner, 'Cyd'),
  ];
  const lead = await asPerson(owner, 'Lee', 'admin');
  const queue = await createQueue(owner, { name: 'q', size: 2, reviewers: 3 });
  const said = { ...WRONG, flag: 'Who decides?' };
  for (const [reviewer, content] of [
    [ada, CORRECT],
    [ada, CORRECT],
    [bob, said],
    [bob, said],
  ] as const) {
    const claimed = await claimItem(reviewer, { queueId: queue.id });
    if (!('item' in claimed)) throw new Error('nothing was given');
    const { id, fence, queryId } = claimed.item;
    const hit = queryId.replace('q-', 'a-');
    const grades = { [hit]: content === CORRECT ? (3 as const) : (0 as const) };
    await submitLabel(reviewer, { itemId: id, fence, label: { ...content, grades } });
  }

  const seenBy = async (ctx: Context) => {
    const { verdict, grades, confusion } = await readAgreement(ctx, { queueId: queue.id });
    const ids = confusion.cells.flat().flatMap(({ queryIds }) => queryIds);
    return { ids: ids.sort(), joint: verdict.jointItems, graded: grades.jointItems };
  };
  expect(await seenBy(ada)).toEqual({ ids: ['q-1', 'q-2'], joint: 2, graded: 2 });
  expect(await seenBy(cyd)).toEqual({ ids: [], joint: 0, graded: 0 });
  expect(await listDisputes(lead)).toMatchObject({ total: 0, hidden: 2, items: [] });
  expect(await readVotes(lead, 'q-1')).toMatchObject({ hidden: true, votes: [], queueId: queue.id });

  // A third label on one of them opens that one, and that one only.
  const claimed = await claimItem(lead, { queueId: queue.id });
  if (!('item' in claimed)) throw new Error('nothing was given');
  const { id, fence, queryId } = claimed.item;
  await submitLabel(lead, { itemId: id, fence, label: WRONG });
  expect(await seenBy(lead)).toEqual({ ids: [queryId, queryId], joint: 1, graded: 1 });
  expect(await seenBy(cyd)).toEqual({ ids: [queryId, queryId], joint: 1, graded: 1 });
  expect(await listDisputes(lead)).toMatchObject({ total: 1, hidden: 1, items: [{ queryId }] });
  expect((await readVotes(lead, queryId)).votes).toHaveLength(3);

  const other = queryId === 'q-1' ? 'q-2' : 'q-1';
  await call(owner, adjudication.POST, { id: other, body: { verdict: 'correct' } });
  expect(await readDecisions(ada, other)).toMatchObject({ current: { verdict: 'correct' } });
  expect(await readDecisions(cyd, other)).toEqual({ current: null, earlier: [] });
});

test('a grade shared with a query that is still to be judged unseen is in no cell either', async () => {
  const owner = await ownerContext(stores);
  const hits = [{ id: 'h', text: 'one text' }];
  await logQueries(owner, [
    { id: 'first', question: 'the same', hits },
    { id: 'second', question: 'the same', hits },
  ]);
  const system: Context = { ...owner, actor: { kind: 'system' } };
  const labels = [0, 3].map((grade) => ({
    queryId: 'first',
    reviewer: `R${grade}`,
    verdict: 'correct',
    grades: { h: grade },
  }));
  await writeLabels(system, { labels });
  const ada = await asPerson(owner, 'Ada');
  expect((await readAgreement(ada, {})).grades.jointItems).toBe(1);
  expect(await listDisputes(owner)).toMatchObject({ total: 1, hidden: 0 });

  const { prisma } = stores.controlPlane;
  const queue = await createQueue(owner, { name: 'q', size: 0 });
  await prisma.queueItem.create({
    data: { id: uuidv7(), queueId: queue.id, queryId: 'second', serveOrder: 0.5 },
  });
  const hidden = await readAgreement(ada, {});
  expect(hidden.grades.jointItems).toBe(0);
  expect(hidden.verdict.jointItems).toBe(1);
  expect(await listDisputes(owner)).toMatchObject({ total: 0, hidden: 1 });
});

test('only who manages queues sees disputes and reviewers', async () => {
  const ctx = await ownerContext(stores);
  const reviewer = await asPerson(ctx, 'Ada');
  await expect(listDisputes(reviewer)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(listReviewers(reviewer)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(readVotes(reviewer, 'q-1')).rejects.toMatchObject({ kind: 'forbidden' });
  const secret = `flt_${uuidv7()}`;
  await ensureApiKey(stores, ctx.project, { name: 'reads', secret, scopes: ['read'] });
  const asKey = (handler: Handler) =>
    handler(new Request('http://localhost/', { headers: { authorization: `Bearer ${secret}` } }), {
      params: Promise.resolve({}),
    });
  expect((await asKey(agreement.GET)).status).toBe(200);
  expect((await asKey(disputes.GET)).status).toBe(403);
  expect((await asKey(reviewers.GET)).status).toBe(403);
});
