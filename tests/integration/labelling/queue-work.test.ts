import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignItems } from '#lib/labelling/assign-items.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { listOwnLabels } from '#lib/labelling/queries/own-labels.ts';
import { readQueueCounts } from '#lib/labelling/queries/queue-counts.ts';
import { readQueueReport } from '#lib/labelling/queries/queue-report.ts';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import { removeItem } from '#lib/labelling/remove-item.ts';
import { runDueQueues } from '#lib/labelling/run-due-queues.ts';
import { skipItem } from '#lib/labelling/skip-item.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { undoLabel } from '#lib/labelling/undo-label.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries, plainQueries } from './logged-queries.ts';
import { asMember, asPerson } from './people.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

async function claim(ctx: Context, queueId: string) {
  const result = await claimItem(ctx, { queueId });
  if (!('item' in result)) throw new Error('nothing was given');
  return result.item;
}

async function project(count: number) {
  const clock = { now: new Date('2026-01-05T09:59:00Z') };
  const ctx = await ownerContext(stores, () => clock.now);
  if (count > 0) await logQueries(ctx, plainQueries(count));
  return { ctx, clock, pass: (hours: number) => (clock.now = new Date(+clock.now + hours * 3_600_000)) };
}

const RULES = [{ filter: {}, mode: { kind: 'random' as const } }];

test('a queue whose interval has passed fills itself, from where its last run ended; one that fails stops no other', async () => {
  const { ctx, clock, pass } = await project(3);
  const scheduled = { size: 0, fillCap: 10, secondRate: 0, rules: RULES };
  const broken = await createQueue(ctx, { ...scheduled, name: 'broken', fillEveryHours: 1 });
  await stores.controlPlane.prisma.queueRule.updateMany({
    where: { queueId: broken.id },
    data: { mode: { kind: 'unheard of' } },
  });
  const hourly = await createQueue(ctx, { ...scheduled, name: 'hourly', fillEveryHours: 1 });
  const byHand = await createQueue(ctx, { ...scheduled, name: 'by hand' });
  pass(0.1);
  expect(await runDueQueues(stores, () => clock.now)).toEqual({ ran: 1, failed: 1 });
  expect(await readQueue(ctx, hourly.id)).toMatchObject({ total: 3 });
  expect(await readQueue(ctx, byHand.id)).toMatchObject({ total: 0, filledUntil: null });

  await logQueries(ctx, [{ id: 'later', startedAt: new Date('2026-01-05T10:30:00Z') }]);
  pass(0.5);
  expect(await runDueQueues(stores, () => clock.now)).toEqual({ ran: 0, failed: 1 });
  pass(1);
  expect(await runDueQueues(stores, () => clock.now)).toEqual({ ran: 1, failed: 1 });
  expect(await readQueue(ctx, hourly.id)).toMatchObject({ total: 4 });
  const { runs } = await readQueueReport(ctx, hourly.id);
  expect(runs).toMatchObject([
    { candidates: 1, added: 1, wanted: 10, window: { from: '2026-01-05T10:04:00.000Z' } },
    { candidates: 3, added: 3, wanted: 10 },
  ]);

  await stores.controlPlane.prisma.project.update({
    where: { id: ctx.project.id },
    data: { archivedAt: clock.now },
  });
  pass(5);
  expect(await runDueQueues(stores, () => clock.now)).toEqual({ ran: 0, failed: 0 });
});

test('items go to the person they are assigned to, and to nobody else until they are freed', async () => {
  const { ctx } = await project(4);
  const ada = await asMember(ctx, 'Ada');
  const bob = await asMember(ctx, 'Bob');
  const queue = await createQueue(ctx, { name: 'q', size: 4, secondRate: 0 });
  const given = await assignItems(ctx, { queueId: queue.id, personId: ada.personId, count: 3 });
  expect(given).toEqual({ assigned: 3 });
  const free = await claim(bob.ctx, queue.id);
  const { prisma } = stores.controlPlane;
  expect((await prisma.queueItem.findUniqueOrThrow({ where: { id: free.id } })).assignedTo).toBeNull();
  const answer = { verdict: 'correct' as const };
  await submitLabel(bob.ctx, { itemId: free.id, fence: free.fence, label: answer });
  expect(await claimItem(bob.ctx, { queueId: queue.id })).toHaveProperty('empty');
  const own = await claim(ada.ctx, queue.id);
  await expect(assignItems(ctx, { itemId: own.id, personId: bob.personId })).rejects.toMatchObject({
    kind: 'conflict',
  });
  await expect(assignItems(ctx, { itemId: free.id, personId: ada.personId })).rejects.toMatchObject({
    kind: 'conflict',
  });
  expect((await readQueueReport(ctx, queue.id)).assigned).toMatchObject([{ name: 'Ada', n: 3 }]);
  expect(await assignItems(ctx, { queueId: queue.id, personId: null, of: ada.personId })).toEqual({
    assigned: 3,
  });
  expect(await claimItem(bob.ctx, { queueId: queue.id })).toHaveProperty('item');
});

test('items are given to members who may label, by those who manage queues', async () => {
  const { ctx } = await project(1);
  const queue = await createQueue(ctx, { name: 'q', size: 1, secondRate: 0 });
  const viewer = await asMember(ctx, 'Vic', 'viewer');
  const named = await asPerson(ctx, 'Only a name');
  const other = await asMember((await project(0)).ctx, 'Of another project');
  const nameId = named.actor.kind === 'person' ? named.actor.personId : '';
  for (const personId of [viewer.personId, nameId, other.personId, 'nobody'])
    await expect(assignItems(ctx, { queueId: queue.id, personId })).rejects.toMatchObject({
      kind: 'invalid',
    });
  const reviewer = await asMember(ctx, 'Rea');
  await expect(
    assignItems(reviewer.ctx, { queueId: queue.id, personId: reviewer.personId }),
  ).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(assignItems(ctx, { queueId: 'missing', personId: reviewer.personId })).rejects.toMatchObject({
    kind: 'not_found',
  });
});

test('a second place of a query is not assigned to whoever labelled the first', async () => {
  const { ctx } = await project(1);
  const ada = await asMember(ctx, 'Ada');
  const queue = await createQueue(ctx, { name: 'q', size: 1, reviewers: 2 });
  const item = await claim(ada.ctx, queue.id);
  await submitLabel(ada.ctx, { itemId: item.id, fence: item.fence, label: { verdict: 'correct' } });
  const give = (personId: string) => assignItems(ctx, { queueId: queue.id, personId });
  expect(await give(ada.personId)).toEqual({ assigned: 0 });
  const bob = await asMember(ctx, 'Bob');
  expect(await give(bob.personId)).toEqual({ assigned: 1 });
});

test('what was skipped, removed or could not be told is counted apart', async () => {
  const { ctx } = await project(4);
  const ada = await asMember(ctx, 'Ada');
  const queue = await createQueue(ctx, { name: 'q', size: 4, secondRate: 0 });
  const skipped = await claim(ada.ctx, queue.id);
  await skipItem(ada.ctx, { itemId: skipped.id, fence: skipped.fence, reason: 'Not my subject' });
  await removeItem(ada.ctx, { itemId: (await claim(ada.ctx, queue.id)).id });
  const told = await claim(ada.ctx, queue.id);
  await submitLabel(ada.ctx, { itemId: told.id, fence: told.fence, label: { verdict: 'cannot_tell' } });
  expect(await readQueueReport(ctx, queue.id)).toMatchObject({
    skippedQueries: 1,
    skips: [{ reason: 'Not my subject', n: 1 }],
    unjudgedQueries: 0,
    labels: 1,
    cannotTell: 1,
    removedQueries: 1,
  });
  const counts = { total: 3, done: 1, open: 2, leased: 0, unjudged: 0 };
  expect(await readQueueCounts(ctx, queue.id)).toEqual({
    ...counts,
    yoursDoneToday: 0,
    yoursDone: 0,
    yoursTotal: 2,
  });
  expect(await readQueueCounts(ada.ctx, queue.id)).toEqual({
    ...counts,
    yoursDoneToday: 1,
    yoursDone: 1,
    // Not the one that she skipped.
    yoursTotal: 2,
  });
  const elsewhere = (await project(0)).ctx;
  await expect(readQueueCounts(elsewhere, queue.id)).rejects.toMatchObject({ kind: 'not_found' });
});

test('one’s own last labels come newest first; revised they stay in their queue and its sample', async () => {
  const { prisma } = stores.controlPlane;
  const { ctx, clock, pass } = await project(2);
  const ada = await asMember(ctx, 'Ada');
  const queue = await createQueue(ctx, { name: 'q', size: 2, secondRate: 0 });
  const ids: string[] = [];
  for (let i = 0; i < 2; i++) {
    const item = await claim(ada.ctx, queue.id);
    await submitLabel(ada.ctx, { itemId: item.id, fence: item.fence, label: { verdict: 'correct' } });
    ids.unshift(item.queryId);
    pass(0.01);
  }
  const mine = await listOwnLabels(ada.ctx);
  expect(mine.map(({ queryId, question }) => [queryId, question])).toEqual(ids.map((id) => [id, id]));
  expect(mine).toMatchObject([{ queueId: queue.id, verdict: 'correct' }, { queueId: queue.id }]);
  expect(Date.parse(mine[0]?.undoUntil ?? '')).toBeGreaterThan(+clock.now);
  await writeLabels(ada.ctx, {
    labels: [{ queryId: ids[1], verdict: 'wrong', failure: 'wrong_format' }],
  });
  expect(await listOwnLabels(ada.ctx)).toMatchObject([
    { queryId: ids[1], verdict: 'wrong', queueId: queue.id },
    { queryId: ids[0] },
  ]);
  const revised = await prisma.label.findFirstOrThrow({
    where: { projectId: ctx.project.id, queryId: ids[1] ?? '', current: true },
  });
  expect(revised).toMatchObject({ inclusion: 1, revision: 2 });
  await undoLabel(ada.ctx, { labelId: revised.id });
  expect(await listOwnLabels(ada.ctx)).toEqual(mine);
  await undoLabel(ada.ctx, { labelId: mine[0]?.id ?? '' });
  expect(await listOwnLabels(ada.ctx)).toHaveLength(1);
  expect(await listOwnLabels(ctx)).toEqual([]);
});
