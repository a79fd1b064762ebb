import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjudicateQuery } from '#lib/labelling/adjudicate-query.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { readQueueCounts } from '#lib/labelling/queries/queue-counts.ts';
import { readQueueReport } from '#lib/labelling/queries/queue-report.ts';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import { releaseItem } from '#lib/labelling/release-item.ts';
import { removeItem } from '#lib/labelling/remove-item.ts';
import { renewLease } from '#lib/labelling/renew-lease.ts';
import { runQueueRules } from '#lib/labelling/run-queue-rules.ts';
import { saveDraft } from '#lib/labelling/save-draft.ts';
import { saveQueue } from '#lib/labelling/save-queue.ts';
import type { LabelDraft } from '#lib/labelling/schema.ts';
import { skipItem } from '#lib/labelling/skip-item.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { undoLabel } from '#lib/labelling/undo-label.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { blindQueries } from '#lib/query-log/queries/blind-queries.ts';
import { prn } from '#lib/statistics/sampling.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries, plainQueries } from './logged-queries.ts';
import { mirroredLabels } from './mirrored.ts';
import { asPerson } from './people.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const CORRECT: LabelDraft = { verdict: 'correct' };
const WRONG: LabelDraft = { verdict: 'wrong', failure: 'weak_reasoning' };

async function claim(ctx: Context, queueId: string, except: string[] = []) {
  const result = await claimItem(ctx, { queueId, except });
  return 'item' in result ? result.item : undefined;
}

async function label(ctx: Context, queueId: string, content: LabelDraft): Promise<string | undefined> {
  const item = await claim(ctx, queueId);
  if (item === undefined) return undefined;
  const result = await submitLabel(ctx, { itemId: item.id, fence: item.fence, label: content });
  if (result.status !== 'stored') throw new Error(result.message);
  return result.labelId;
}

/** A project with `count` logged queries, its owner, and people by name. */
async function project(count: number, ...names: string[]) {
  // Just before the time at which the logged queries arrive.
  const clock = { now: new Date('2026-01-05T09:59:00Z') };
  const ctx = await ownerContext(stores, () => clock.now);
  if (count > 0) await logQueries(ctx, plainQueries(count));
  const people: Context[] = [];
  for (const name of names) people.push(await asPerson(ctx, name));
  return { ctx, people, pass: (minutes: number) => (clock.now = new Date(+clock.now + minutes * 60_000)) };
}

test('a failure gets a second reviewer, who is another person; undoing it takes the place back', async () => {
  const { ctx, people } = await project(1, 'Ada', 'Bob');
  const [ada, bob] = people as [Context, Context];
  const queue = await createQueue(ctx, { name: 'q', size: 1, secondRate: 0 });
  const labelId = (await label(ada, queue.id, WRONG)) ?? '';
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 2, queries: 1, done: 1, open: 1 });
  expect(await claimItem(ada, { queueId: queue.id })).toMatchObject({ empty: { needAnother: 1, done: 1 } });
  // The second place is none that she can take.
  expect(await readQueueCounts(ada, queue.id)).toMatchObject({ total: 2, yoursDone: 1, yoursTotal: 1 });
  expect(await readQueueCounts(bob, queue.id)).toMatchObject({ total: 2, yoursDone: 0, yoursTotal: 1 });
  expect(await undoLabel(ada, { labelId })).toMatchObject({ status: 'undone' });
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 1, done: 0 });
  await label(ada, queue.id, WRONG);
  expect(await label(bob, queue.id, CORRECT)).toBeDefined();
  expect((await mirroredLabels(ctx)).map(({ verdict }) => verdict)).toEqual(['disputed']);
});

test('who still has a place on the screen that was taken back is told, and finds the draft where it opens again', async () => {
  const { ctx, people, pass } = await project(1, 'Ada', 'Bob', 'Cem');
  const [ada, bob, cem] = people as [Context, Context, Context];
  const queue = await createQueue(ctx, { name: 'q', size: 1, secondRate: 0 });
  const labelId = (await label(ada, queue.id, WRONG)) ?? '';
  const { id, fence } = (await claim(bob, queue.id)) ?? { id: '', fence: 0 };
  expect(await releaseItem(bob, { itemId: id, fence })).toEqual({ status: 'released' });
  await undoLabel(ada, { labelId });
  const late = { itemId: id, fence };
  const told = { status: 'conflict', reason: 'withdrawn', message: expect.stringContaining('draft is kept') };
  expect(await submitLabel(bob, { ...late, label: { ...WRONG, note: 'Mine.' } })).toEqual(told);
  expect(await renewLease(bob, { ...late, takeBack: true })).toEqual(told);
  expect(await saveDraft(bob, { ...late, draft: {} })).toEqual(told);
  expect(await claim(cem, queue.id)).toBeUndefined();
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 1, queries: 1, done: 0, unjudged: 0 });
  await label(ada, queue.id, WRONG);
  pass(1);
  expect(await claim(bob, queue.id)).toMatchObject({ id, draft: { verdict: 'wrong', note: 'Mine.' } });
});

test('a random share of the rest gets a second reviewer, by the query’s own number', async () => {
  const { ctx } = await project(60);
  const queue = await createQueue(ctx, { name: 'q', size: 60, secondRate: 0.3 });
  const twice = plainQueries(60).filter(({ id }) => prn('overlap', id, ctx.project.samplingSecret) < 0.3);
  expect(twice.length).toBeGreaterThan(5);
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 60 + twice.length, queries: 60 });
});

test('an item that three people skip leaves as one that cannot be judged', async () => {
  const { ctx, people } = await project(1, 'Ada', 'Bob', 'Cyd', 'Dan');
  const queue = await createQueue(ctx, { name: 'q', size: 1, reviewers: 2 });
  for (const person of people.slice(0, 3)) {
    const item = await claim(person, queue.id);
    if (item === undefined) throw new Error('nothing was given');
    await skipItem(person, { itemId: item.id, fence: item.fence });
    // One query, whatever its places; none once it has left the queue.
    const skippedByYou = person === people[2] ? 0 : 1;
    expect(await claimItem(person, { queueId: queue.id })).toMatchObject({ empty: { skippedByYou } });
  }
  expect(await claim(people[3] as Context, queue.id)).toBeUndefined();
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 2, open: 0, unjudged: 2 });
});

test('two screens of one person never hold two places of one query', async () => {
  const { ctx, people } = await project(5, 'Ada');
  const [ada] = people as [Context];
  const queue = await createQueue(ctx, { name: 'q', size: 5, reviewers: 3 });
  for (let round = 0; round < 10; round++) {
    const items = await Promise.all([1, 2, 3].map(() => claim(ada, queue.id)));
    const open = await stores.controlPlane.prisma.queueItem.findMany({
      where: { queueId: queue.id, leasedBy: { not: null } },
    });
    const held = open.map(({ queryId }) => queryId);
    expect(new Set(held).size).toBe(held.length);
    // Which of them gets one where one is left is chance.
    const first = items.find((item) => item !== undefined);
    if (first !== undefined) {
      const { fence = first.fence } = open.find(({ id }) => id === first.id) ?? {};
      await submitLabel(ada, { itemId: first.id, fence, label: CORRECT });
    }
  }
  expect(await stores.controlPlane.prisma.label.count({ where: { projectId: ctx.project.id } })).toBe(5);
});

test('others’ labels stay hidden until one’s own, also of a second place; a viewer is never given one', async () => {
  const { ctx, people } = await project(1, 'Ada', 'Bob');
  const [ada, bob] = people as [Context, Context];
  const viewer = await asPerson(ctx, 'Vic', 'viewer');
  const queue = await createQueue(ctx, { name: 'q', size: 1, secondRate: 0 });
  await label(ada, queue.id, WRONG);
  const ids = plainQueries(1).map(({ id }) => id);
  expect([...(await blindQueries(bob, ids))]).toEqual(ids);
  expect([...(await blindQueries(ada, ids))]).toEqual([]);
  expect([...(await blindQueries(viewer, ids))]).toEqual([]);
  await label(bob, queue.id, WRONG);
  expect([...(await blindQueries(bob, ids))]).toEqual([]);
});

test('a decision is the label while nothing changes; a change reopens it', async () => {
  const { ctx, people } = await project(1, 'Ada', 'Bob');
  const [ada, bob] = people as [Context, Context];
  const queue = await createQueue(ctx, { name: 'q', size: 1, reviewers: 2 });
  await label(ada, queue.id, WRONG);
  const bobs = (await label(bob, queue.id, CORRECT)) ?? '';
  const [query] = plainQueries(1);
  const queryId = query?.id ?? '';
  await adjudicateQuery(ctx, { queryId, label: { verdict: 'partly', failure: 'wrong_format' } });
  expect(await mirroredLabels(ctx)).toMatchObject([
    { verdict: 'partly', failure: 'wrong_format', label_count: 2 },
  ]);
  await expect(adjudicateQuery(bob, { queryId, label: CORRECT })).rejects.toMatchObject({
    kind: 'forbidden',
  });
  expect(await undoLabel(bob, { labelId: bobs })).toMatchObject({ status: 'undone' });
  expect(await mirroredLabels(ctx)).toMatchObject([{ verdict: 'wrong', label_count: 1 }]);
});

test('gold: hidden, never a label, and with feedback while a reviewer is new', async () => {
  const { ctx, people } = await project(12, 'Ada', 'Bob');
  const [ada, bob] = people as [Context, Context];
  const source = await createQueue(ctx, {
    name: 'source',
    size: 2,
    reviewers: 1,
    secondFailures: false,
    secondRate: 0,
  });
  const decided: string[] = [];
  for (let i = 0; i < 2; i++) {
    const item = await claim(ada, source.id);
    if (item === undefined) throw new Error('nothing was given');
    await submitLabel(ada, { itemId: item.id, fence: item.fence, label: CORRECT });
    await adjudicateQuery(ctx, { queryId: item.queryId, label: WRONG });
    decided.push(item.queryId);
  }
  const queue = await createQueue(ctx, { name: 'q', size: 0, calibration: 1, goldRate: 0.5 });
  // What the queue has itself is given to nobody as practice in it.
  expect(await readQueueReport(ctx, source.id)).toMatchObject({ goldQueries: 0 });
  expect(await readQueueReport(ctx, queue.id)).toMatchObject({ goldQueries: 2 });
  const first = await claim(bob, queue.id);
  expect(decided).toContain(first?.queryId);
  expect([...(await blindQueries(bob, decided))]).toEqual([first?.queryId]);
  const answer = await submitLabel(bob, {
    itemId: first?.id ?? '',
    fence: first?.fence ?? 1,
    label: CORRECT,
  });
  expect(answer).toMatchObject({ status: 'stored', feedback: { agrees: false, verdict: 'wrong' } });
  expect(await stores.controlPlane.prisma.label.count({ where: { projectId: ctx.project.id } })).toBe(2);
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 0 });
  expect(await undoLabel(bob, { labelId: answer.status === 'stored' ? answer.labelId : '' })).toMatchObject({
    status: 'undone',
  });
  expect(await claim(ada, queue.id)).toBeUndefined();
});

test('rules: a window is filled once, what was removed never comes back, priority sets rate and not order', async () => {
  const { ctx, pass } = await project(0);
  const queue = await createQueue(ctx, { name: 'q', size: 0, secondRate: 0, fillCap: 50 });
  await expect(runQueueRules(ctx, { queueId: queue.id })).rejects.toMatchObject({ kind: 'conflict' });
  await saveQueue(ctx, {
    queueId: queue.id,
    rules: [
      {
        filter: {},
        mode: {
          kind: 'priority',
          when: [{ kind: 'filter', filter: { model: ['hot'] } }],
          rate: 1,
          floor: 0.2,
        },
      },
    ],
  });
  await logQueries(ctx, [
    ...Array.from({ length: 10 }, (_, i) => ({ id: `hot-${i}`, model: 'hot' })),
    ...plainQueries(60),
  ]);
  pass(5);
  const ran = await runQueueRules(ctx, { queueId: queue.id });
  const wanted = plainQueries(60).filter(({ id }) => prn('select', id, ctx.project.samplingSecret) <= 0.2);
  const drawn = 10 + wanted.length;
  expect(ran).toMatchObject({ candidates: 70, selected: drawn, added: drawn });
  const items = await stores.controlPlane.prisma.queueItem.findMany({
    where: { queueId: queue.id },
    orderBy: [{ serveOrder: 'asc' }],
    include: { selections: true },
  });
  const orders = items.map(({ queryId }) => prn('order', queryId, ctx.project.samplingSecret));
  expect(orders).toEqual([...orders].sort((a, b) => a - b));
  for (const { queryId, selections } of items)
    expect(selections).toMatchObject([{ weight: queryId.startsWith('hot') ? 1 : 0.2, threshold: 1 }]);

  await removeItem(ctx, { itemId: items[0]?.id ?? '' });
  await saveQueue(ctx, { queueId: queue.id, fillCap: 100 });
  expect(await runQueueRules(ctx, { queueId: queue.id })).toMatchObject({ candidates: 0, selected: 0 });
  await stores.controlPlane.prisma.queue.update({ where: { id: queue.id }, data: { filledUntil: null } });
  expect(await runQueueRules(ctx, { queueId: queue.id })).toMatchObject({ selected: drawn, added: 0 });
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: items.length - 1 });
});
