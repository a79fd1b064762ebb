import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjudicateQuery } from '#lib/labelling/adjudicate-query.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { readLabelling } from '#lib/labelling/queries/labels.ts';
import { listOwnLabels } from '#lib/labelling/queries/own-labels.ts';
import { readQueueCounts } from '#lib/labelling/queries/queue-counts.ts';
import { renewLease } from '#lib/labelling/renew-lease.ts';
import { saveDraft } from '#lib/labelling/save-draft.ts';
import type { LabelDraft } from '#lib/labelling/schema.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { undoLabel } from '#lib/labelling/undo-label.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries, plainQueries } from './logged-queries.ts';
import { asPerson } from './people.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

/** Everything that can be said at once. */
const said = (queryId: string): LabelDraft => ({
  verdict: 'wrong',
  failure: 'missing_knowledge',
  secondaryFailure: 'wrong_format',
  inDocuments: 'yes_not_found',
  idealAnswer: 'Forty-two.',
  note: 'Looked twice.',
  flag: 'Somebody else should look.',
  grades: { [`a-${queryId.slice(2)}`]: 1, [`b-${queryId.slice(2)}`]: 0 },
  bulkGrades: [`b-${queryId.slice(2)}`],
  activeSeconds: 12,
});

/** A queue of eight, and one decided query that is no item of it. `shows` gold items always or never. */
async function world(shows: 'gold' | 'ordinary') {
  const clock = { now: new Date('2026-01-05T12:00:00Z') };
  const ctx = await ownerContext(stores, () => clock.now);
  await logQueries(ctx, plainQueries(9));
  const ada = await asPerson(ctx, 'Ada');
  await adjudicateQuery(ctx, { queryId: 'q-9', label: { verdict: 'correct' } });
  const queue = await createQueue(ctx, {
    name: 'q',
    filter: {},
    size: 9,
    secondRate: 0,
    secondFailures: false,
  });
  const { queueItem } = stores.controlPlane.prisma;
  await queueItem.deleteMany({ where: { queueId: queue.id, queryId: 'q-9' } });
  // Above every chance there is: what is due is decided by the number alone.
  if (shows === 'gold')
    await stores.controlPlane.prisma.queue.update({ where: { id: queue.id }, data: { goldRate: 1 } });
  clock.now = new Date('2026-01-06T12:00:00Z');
  return { ada, queueId: queue.id };
}

/** The way of one item through every answer that a reviewer's screen and the API give, in order. */
async function answersOf(ctx: Context, queueId: string): Promise<unknown[]> {
  const answers: unknown[] = [await readQueueCounts(ctx, queueId)];
  const claimed = await claimItem(ctx, { queueId });
  if (!('item' in claimed)) throw new Error('nothing was given');
  const { id: itemId, queryId } = claimed.item;
  answers.push(claimed, await readQuery(ctx, queryId), await readLabelling(ctx, queryId, queueId));
  answers.push(await readQueueCounts(ctx, queueId));
  // A reload, which gives the same one.
  const again = await claimItem(ctx, { queueId });
  const fence = 'item' in again ? again.item.fence : 0;
  answers.push(again);
  answers.push(await renewLease(ctx, { itemId, fence }));
  answers.push(await saveDraft(ctx, { itemId, fence, draft: { verdict: 'wrong' } }));
  const label = said(queryId);
  const stored = await submitLabel(ctx, { itemId, fence, label });
  answers.push(stored, await submitLabel(ctx, { itemId, fence, label }));
  answers.push(await listOwnLabels(ctx), await readQueueCounts(ctx, queueId));
  answers.push(await readLabelling(ctx, queryId));
  const undone = await undoLabel(ctx, { labelId: stored.status === 'stored' ? stored.labelId : '' });
  answers.push(undone, await listOwnLabels(ctx), await readQueueCounts(ctx, queueId));
  if (undone.status !== 'undone' || undone.item === null) throw new Error('nothing came back');
  answers.push(await submitLabel(ctx, { itemId, fence: undone.item.fence, label }));
  const revised = { queryId, ...label, verdict: 'partly' as const };
  answers.push(await writeLabels(ctx, { labels: [revised] }), await writeLabels(ctx, { labels: [revised] }));
  answers.push(
    await listOwnLabels(ctx),
    await readLabelling(ctx, queryId),
    await readQueueCounts(ctx, queueId),
  );
  return answers;
}

/** Answers with every id and hash by a name of its kind: an ordinary item and a gold one are two queries. */
function withoutNames(answers: unknown): unknown {
  const text = JSON.stringify(answers, (_key, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return JSON.parse(
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]+/g, 'id')
      .replaceAll(/[0-9a-f]{64}/g, 'hash')
      .replaceAll(/\b(q-|a-|b-|text a |text b )\d+/g, '$1n'),
  );
}

test('no answer tells a hidden gold item from another, from claiming it to revising what was said', async () => {
  const [gold, ordinary] = [await world('gold'), await world('ordinary')];
  const ofGold = await answersOf(gold.ada, gold.queueId);
  const ofOrdinary = await answersOf(ordinary.ada, ordinary.queueId);
  expect(ofGold.length).toBe(ofOrdinary.length);
  for (const [place, answer] of ofGold.entries())
    expect({ place, answer: withoutNames(answer) }).toEqual({
      place,
      answer: withoutNames(ofOrdinary[place]),
    });

  const { goldAnswer, label, adjudication } = stores.controlPlane.prisma;
  const of = { where: { projectId: gold.ada.project.id } };
  expect(await goldAnswer.findMany(of)).toMatchObject([{ verdict: 'partly', agrees: false }]);
  expect(await label.count(of)).toBe(0);
  expect(await adjudication.findMany(of)).toMatchObject([{ current: true }]);
  expect(await label.count({ where: { projectId: ordinary.ada.project.id } })).toBeGreaterThan(1);
});

test('the id of a hidden gold item is as old as those of the queue', async () => {
  const { ada, queueId } = await world('gold');
  const claimed = await claimItem(ada, { queueId });
  const times = [];
  for (const { id } of await stores.controlPlane.prisma.queueItem.findMany({ where: { queueId } }))
    times.push(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
  expect('item' in claimed && claimed.item.queryId).toBe('q-9');
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60_000);
});
