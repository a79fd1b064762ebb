import { afterAll, beforeAll, expect, test } from 'vitest';
import { addQueueItems } from '#lib/labelling/add-queue-items.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import { releaseItem } from '#lib/labelling/release-item.ts';
import { renewLease } from '#lib/labelling/renew-lease.ts';
import { saveDraft } from '#lib/labelling/save-draft.ts';
import type { LabelDraft } from '#lib/labelling/schema.ts';
import { skipItem } from '#lib/labelling/skip-item.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { undoLabel } from '#lib/labelling/undo-label.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { prn } from '#lib/statistics/sampling.ts';
import { meetingOf } from '../../support/meeting.ts';
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
/** One reviewer an item, whatever they say. */
const SINGLE = { secondFailures: false, secondRate: 0 };

async function claim(ctx: Context, queueId: string, except: string[] = []) {
  const result = await claimItem(ctx, { queueId, except });
  if (!('item' in result)) throw new Error('the queue is empty');
  return result.item;
}

async function submit(ctx: Context, item: { id: string; fence: number }, label: LabelDraft = CORRECT) {
  return submitLabel(ctx, { itemId: item.id, fence: item.fence, label });
}

/** A project of its own whose clock stands until it is moved. */
async function standing() {
  const clock = { now: new Date('2026-03-01T09:00:00Z') };
  const ctx = await ownerContext(stores, () => clock.now);
  return { ctx, pass: (minutes: number) => (clock.now = new Date(clock.now.getTime() + minutes * 60_000)) };
}

test('a queue takes the smallest u, serves by v, and each label stores the probability of its draw', async () => {
  const { ctx } = await standing();
  await logQueries(ctx, plainQueries(40));
  const byU = plainQueries(40)
    .map(({ id }) => ({ id, u: prn('select', id, ctx.project.samplingSecret) }))
    .sort((a, b) => a.u - b.u);
  const queue = await createQueue(ctx, { ...SINGLE, name: 'sample', filter: {}, size: 10 });
  expect(queue).toMatchObject({ name: 'sample', candidates: 40, selected: 10 });

  const expected = byU
    .slice(0, 10)
    .map(({ id }) => id)
    .sort(
      (a, b) => prn('order', a, ctx.project.samplingSecret) - prn('order', b, ctx.project.samplingSecret),
    );
  const served = [];
  for (let i = 0; i < 10; i++) {
    const item = await claim(ctx, queue.id);
    served.push(item.queryId);
    expect(await submit(ctx, item)).toMatchObject({ status: 'stored' });
  }
  expect(served).toEqual(expected);
  const labels = await stores.controlPlane.prisma.label.findMany({ where: { projectId: ctx.project.id } });
  expect(new Set(labels.map((label) => label.inclusion))).toEqual(new Set([byU[10]?.u]));
  expect(await claimItem(ctx, { queueId: queue.id })).toEqual({
    empty: { withOthers: 0, nextFreeAt: null, skippedByYou: 0, needAnother: 0, done: 10, total: 10 },
  });
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 10, done: 10, open: 0, yoursDoneToday: 10 });
});

test('overlapping queues: a query keeps the highest of its probabilities, also in labels given before', async () => {
  const { ctx } = await standing();
  await logQueries(ctx, plainQueries(30));
  const u = plainQueries(30)
    .map(({ id }) => prn('select', id, ctx.project.samplingSecret))
    .sort((a, b) => a - b);
  const small = await createQueue(ctx, { ...SINGLE, name: 'small', size: 5 });
  await submit(ctx, await claim(ctx, small.id));
  expect((await mirroredLabels(ctx)).map((row) => row.pi)).toEqual([expect.closeTo(u[5] ?? 0, 8)]);
  await createQueue(ctx, { ...SINGLE, name: 'large', size: 15 });
  expect((await mirroredLabels(ctx)).map((row) => row.pi)).toEqual([expect.closeTo(u[15] ?? 0, 8)]);
  await createQueue(ctx, { ...SINGLE, name: 'smaller', size: 2 });
  expect((await mirroredLabels(ctx)).map((row) => row.pi)).toEqual([expect.closeTo(u[15] ?? 0, 8)]);
  const passedOver = await stores.controlPlane.prisma.selection.findMany({
    where: { run: { queue: { name: 'smaller', projectId: ctx.project.id } } },
    orderBy: { threshold: 'asc' },
  });
  // 2 selected under the third smallest u; the other 13 of the sample under the second smallest.
  expect(passedOver.map((row) => row.threshold)).toEqual([...Array(13).fill(u[1]), u[2], u[2]]);
});

test('a filter bounds the candidates; a hand-picked item has no probability; a taken name is refused', async () => {
  const { ctx } = await standing();
  await logQueries(ctx, [...plainQueries(6), { id: 'other', model: 'm2' }]);
  const queue = await createQueue(ctx, { ...SINGLE, name: 'm2', filter: { model: ['m2'] }, size: 50 });
  expect(queue).toMatchObject({ candidates: 1, selected: 1 });
  await expect(createQueue(ctx, { ...SINGLE, name: 'm2', size: 1 })).rejects.toMatchObject({
    kind: 'conflict',
  });
  expect(await addQueueItems(ctx, { queueId: queue.id, queryIds: ['q-1', 'other', 'nobody'] })).toEqual({
    added: 1,
    present: 1,
    unknown: ['nobody'],
  });
  for (let i = 0; i < 2; i++) await submit(ctx, await claim(ctx, queue.id));
  const rows = await mirroredLabels(ctx);
  expect(rows.map(({ query_id, pi }) => [query_id, pi])).toEqual([
    ['other', 1],
    ['q-1', null],
  ]);
});

test('only persons with the role claim, and only in their project', async () => {
  const { ctx } = await standing();
  const { ctx: elsewhere } = await standing();
  await logQueries(ctx, plainQueries(2));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'q', size: 2 });
  const key: Context = { ...ctx, actor: { kind: 'key', keyId: 'k', name: 'Key', scopes: ['read', 'label'] } };
  await expect(claimItem(key, { queueId: queue.id })).rejects.toMatchObject({ kind: 'forbidden' });
  const viewer = await asPerson(ctx, 'viewer', 'viewer');
  await expect(claimItem(viewer, { queueId: queue.id })).rejects.toMatchObject({ kind: 'forbidden' });
  const reviewer = await asPerson(ctx, 'reviewer');
  await expect(createQueue(reviewer, { ...SINGLE, name: 'r', size: 1 })).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await expect(claimItem(elsewhere, { queueId: queue.id })).rejects.toMatchObject({ kind: 'not_found' });
  const item = await claim(reviewer, queue.id);
  await expect(submit(elsewhere, item)).rejects.toMatchObject({ kind: 'not_found' });
});

test('a reload gives the same item, prefetching holds at most three', async () => {
  const { ctx } = await standing();
  await logQueries(ctx, plainQueries(8));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'q', size: 8 });
  const first = await claim(ctx, queue.id);
  const again = await claim(ctx, queue.id);
  expect(again.id).toBe(first.id);
  expect(again.fence).toBe(first.fence + 1);
  const second = await claim(ctx, queue.id, [first.id]);
  const third = await claim(ctx, queue.id, [first.id, second.id]);
  expect(new Set([first.id, second.id, third.id]).size).toBe(3);
  await expect(claim(ctx, queue.id, [first.id, second.id, third.id])).rejects.toThrow();
  expect(await readQueue(ctx, queue.id)).toMatchObject({ open: 5, leased: 3 });
});

const REVIEWERS = 20;
const ITEMS = 100;

/** All reviewers take items at once until there is none; returns every item given, as often as it was. */
async function stampede(queueId: string, people: readonly Context[], take: typeof takeByFindAndUpdate) {
  const allHaveLooked = meetingOf(people.length);
  const given = await Promise.all(
    people.map(async (person) => {
      const items: string[] = [];
      for (let item = await take(person, queueId, allHaveLooked); item; item = await take(person, queueId))
        items.push(item);
      return items;
    }),
  );
  return given.flat();
}

async function takeByClaim(person: Context, queueId: string): Promise<string | undefined> {
  const result = await claimItem(person, { queueId });
  if (!('item' in result)) return undefined;
  await submit(person, result.item);
  return result.item.id;
}

/** What `claimItem` must not do: look for a free item, then take it. At first all look before one takes. */
async function takeByFindAndUpdate(
  person: Context,
  queueId: string,
  allHaveLooked?: () => Promise<void>,
): Promise<string | undefined> {
  const { queueItem } = stores.controlPlane.prisma;
  const free = await queueItem.findFirst({
    where: { queueId, state: 'open', leasedBy: null },
    orderBy: [{ serveOrder: 'asc' }, { id: 'asc' }],
  });
  await allHaveLooked?.();
  if (free === null || person.actor.kind !== 'person') return undefined;
  await queueItem.update({ where: { id: free.id }, data: { leasedBy: person.actor.personId } });
  return free.id;
}

test(`stampede: ${REVIEWERS} reviewers, ${ITEMS} items, none given twice and none left`, async () => {
  const { ctx } = await standing();
  await logQueries(ctx, plainQueries(ITEMS));
  const people = await Promise.all(Array.from({ length: REVIEWERS }, (_, i) => asPerson(ctx, `r${i}`)));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'stampede', size: ITEMS });
  const given = await stampede(queue.id, people, takeByClaim);
  expect(given).toHaveLength(ITEMS);
  expect(new Set(given).size).toBe(ITEMS);
  expect(await readQueue(ctx, queue.id)).toMatchObject({ done: ITEMS, open: 0, leased: 0 });

  const control = await createQueue(ctx, { ...SINGLE, name: 'control', size: ITEMS });
  const givenByControl = await stampede(control.id, people, takeByFindAndUpdate);
  expect(new Set(givenByControl).size).toBe(ITEMS);
  expect(givenByControl.length).toBeGreaterThan(ITEMS);
});

test('a lease that ran out: the late submit is refused, its draft kept, and nothing overwritten', async () => {
  const { ctx, pass } = await standing();
  await logQueries(ctx, plainQueries(1));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'q', size: 1 });
  const [ada, bob] = [await asPerson(ctx, 'Ada'), await asPerson(ctx, 'Bob')];
  const adas = await claim(ada, queue.id);
  expect(await claimItem(bob, { queueId: queue.id })).toEqual({
    empty: {
      withOthers: 1,
      nextFreeAt: adas.leasedUntil,
      skippedByYou: 0,
      needAnother: 0,
      done: 0,
      total: 1,
    },
  });
  pass(11);
  const late = { verdict: 'wrong', failure: 'unclear', note: 'late' } as const;
  expect(await submit(ada, adas, late)).toMatchObject({ status: 'conflict', reason: 'expired' });
  const bobs = await claim(bob, queue.id);
  expect(bobs).toMatchObject({ id: adas.id, draft: null });
  expect(await submit(ada, adas, late)).toMatchObject({ status: 'conflict', reason: 'taken' });
  const back = await renewLease(ada, { itemId: adas.id, fence: adas.fence, takeBack: true });
  expect(back).toMatchObject({ status: 'conflict', reason: 'taken' });
  expect(await submit(bob, bobs)).toMatchObject({ status: 'stored' });
  expect(await submit(ada, adas, late)).toMatchObject({ status: 'conflict', reason: 'done' });
  expect((await mirroredLabels(ctx)).map(({ verdict, reviewers }) => [verdict, reviewers])).toEqual([
    ['correct', ['Bob']],
  ]);
  const drafts = await stores.controlPlane.prisma.draft.findMany({ where: { itemId: adas.id } });
  expect(drafts.map((draft) => JSON.parse(draft.content))).toEqual([expect.objectContaining(late)]);
});

test('an item that ran out can be taken back with its draft, and a heartbeat keeps it', async () => {
  const { ctx, pass } = await standing();
  await logQueries(ctx, plainQueries(1));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'q', size: 1 });
  const item = await claim(ctx, queue.id);
  pass(9);
  const renewed = await renewLease(ctx, { itemId: item.id, fence: item.fence });
  expect(renewed).toMatchObject({ status: 'leased', fence: item.fence });
  pass(11);
  expect(await submit(ctx, item)).toMatchObject({ status: 'conflict', reason: 'expired' });
  expect((await renewLease(ctx, { itemId: item.id, fence: item.fence })).status).toBe('leased');
  const draft = { verdict: 'partly', focusedHit: 2 };
  expect(await saveDraft(ctx, { itemId: item.id, fence: item.fence, draft })).toEqual({ status: 'saved' });
  expect(await releaseItem(ctx, { itemId: item.id, fence: item.fence })).toEqual({ status: 'released' });
  expect(await saveDraft(ctx, { itemId: item.id, fence: item.fence, draft: {} })).toMatchObject({
    status: 'conflict',
  });
  const back = await renewLease(ctx, { itemId: item.id, fence: item.fence, takeBack: true });
  expect(back).toMatchObject({ status: 'leased', fence: item.fence + 1 });
  expect((await claim(ctx, queue.id)).draft).toEqual(draft);
});

test('a skipped item is counted apart and not served again', async () => {
  const { ctx } = await standing();
  await logQueries(ctx, plainQueries(2));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'q', size: 2 });
  const item = await claim(ctx, queue.id);
  const skip = () => skipItem(ctx, { itemId: item.id, fence: item.fence, reason: 'not my language' });
  expect([await skip(), await skip()]).toEqual([{ status: 'skipped' }, { status: 'skipped' }]);
  expect((await claim(ctx, queue.id)).id).not.toBe(item.id);
  expect(await readQueue(ctx, queue.id)).toMatchObject({ total: 2, done: 0, open: 1, leased: 1 });
});

test('a submit that is sent five times, at once and later, is one label', async () => {
  const { ctx } = await standing();
  await logQueries(ctx, plainQueries(1));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'q', size: 1 });
  const item = await claim(ctx, queue.id);
  const results = await Promise.all([1, 2, 3, 4].map(() => submit(ctx, item)));
  results.push(await submit(ctx, item));
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(results[0]).toMatchObject({ status: 'stored' });
  expect(await stores.controlPlane.prisma.label.count({ where: { projectId: ctx.project.id } })).toBe(1);
});

test('undo gives the item back with the label as draft, for ten minutes and only to its reviewer', async () => {
  const { ctx, pass } = await standing();
  await logQueries(ctx, plainQueries(2));
  const queue = await createQueue(ctx, { ...SINGLE, name: 'q', size: 2 });
  const item = await claim(ctx, queue.id);
  const number = item.queryId.slice(2);
  const label: LabelDraft = { verdict: 'wrong', failure: 'weak_reasoning', grades: { [`a-${number}`]: 2 } };
  const stored = await submit(ctx, item, label);
  if (stored.status !== 'stored') throw new Error(stored.message);
  await claim(ctx, queue.id);
  const other = await asPerson(ctx, 'other');
  await expect(undoLabel(other, { labelId: stored.labelId })).rejects.toMatchObject({ kind: 'not_found' });

  const undone = await undoLabel(ctx, { labelId: stored.labelId });
  expect(undone).toMatchObject({ status: 'undone', item: { id: item.id, fence: 2, draft: label } });
  expect(await mirroredLabels(ctx)).toEqual([]);
  expect(await undoLabel(ctx, { labelId: stored.labelId })).toMatchObject({
    status: 'conflict',
    reason: 'undone',
  });
  expect(await submit(ctx, item, label)).toMatchObject({ status: 'conflict', reason: 'undone' });

  const again = await submit(ctx, { id: item.id, fence: 2 });
  if (again.status !== 'stored') throw new Error(again.message);
  const rows = await stores.controlPlane.prisma.label.findMany({
    where: { projectId: ctx.project.id },
    orderBy: { revision: 'asc' },
  });
  expect(rows.map(({ revision, current, undoneAt }) => [revision, current, undoneAt !== null])).toEqual([
    [1, false, true],
    [2, true, false],
  ]);
  pass(11);
  expect(await undoLabel(ctx, { labelId: again.labelId })).toMatchObject({
    status: 'conflict',
    reason: 'too_late',
  });
});
