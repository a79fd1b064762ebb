import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { assignGap } from '#lib/quality/assign-gap.ts';
import { findGaps } from '#lib/quality/find-gaps.ts';
import { registerQualityJobs } from '#lib/quality/jobs.ts';
import { listGaps } from '#lib/quality/queries/gaps.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type TestQuery, writeGrades, writeLabels, writeQueries } from './write-rows.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const hour = (n: number) => new Date(Date.parse('2026-10-20T00:00:00Z') + n * 3_600_000).toISOString();
const DARK = ['Is there a dark mode?', 'How do I switch on dark mode?'];
const PI = 'Does the server run on a Raspberry Pi?';

/** Dark mode is asked in vain in two wordings, the Raspberry Pi once; the rest is served or no gap. */
async function project(): Promise<Context> {
  const ctx = await ownerContext(stores);
  const queries: TestQuery[] = [
    { id: 'd1', at: hour(1), question: DARK[0] ?? '', hits: [] },
    { id: 'd2', at: hour(2), question: DARK[1] ?? '', hits: [] },
    { id: 'd3', at: hour(3), question: DARK[1] ?? '', hits: ['a'] },
    { id: 'p1', at: hour(4), question: PI, hits: [] },
    { id: 'fine', at: hour(4), question: 'How do I restore a file?', hits: ['a'] },
    { id: 'failed', at: hour(4), question: 'Who broke retrieval?', hits: [], error: 'retrieval' },
    { id: 'poem', at: hour(4), question: 'Write me a poem', hits: [], answerable: false },
    { id: 'tried', at: hour(4), question: 'Something an experiment asked', hits: [], origin: 'experiment' },
  ];
  await writeQueries(ctx, queries);
  await writeLabels(ctx, queries, [{ id: 'd3', verdict: 'wrong', failure: 'missing_knowledge' }]);
  return ctx;
}

const gapsOf = async (ctx: Context) => (await listGaps(ctx, { state: 'all' })).items;
async function darkMode(ctx: Context) {
  await findGaps(stores, ctx.project.id);
  const found = (await gapsOf(ctx)).find(({ wordings }) =>
    wordings.some(({ question }) => DARK.includes(question)),
  );
  if (found === undefined) throw new Error('no gap about dark mode');
  return found;
}

test('what was asked in vain is gathered with its wordings, and nothing else', async () => {
  const ctx = await project();
  expect(await findGaps(stores, ctx.project.id)).toEqual({ gaps: 2, opened: 2, closed: 0, reopened: 0 });
  const gaps = await listGaps(ctx);
  expect(gaps).toMatchObject({ total: 2, open: 2, closed: 0, openQueries: 4 });
  const [dark, pi] = gaps.items;
  expect(dark).toMatchObject({
    queries: 3,
    zeroHits: 2,
    missing: 1,
    title: DARK[1],
    owner: null,
    closed: null,
  });
  expect(dark?.wordings.map(({ question, queries, queryId }) => [question, queries, queryId])).toEqual([
    [DARK[1], 2, 'd3'],
    [DARK[0], 1, 'd1'],
  ]);
  expect(pi).toMatchObject({ queries: 1, title: PI });
});

test('found again it is the same gap, with its owner, and grows by what is new', async () => {
  const ctx = await project();
  const before = await darkMode(ctx);
  const me = ctx.actor.kind === 'person' ? ctx.actor.personId : '';
  expect(await assignGap(ctx, { id: before.id, ownerId: me })).toEqual({ id: before.id, ownerId: me });
  await writeQueries(ctx, [{ id: 'd9', at: hour(9), question: 'dark mode in the web client?', hits: [] }]);
  const after = await darkMode(ctx);
  expect(after).toMatchObject({ id: before.id, queries: 4, owner: { id: me } });
  expect(after.wordings).toHaveLength(3);
  expect(await findGaps(stores, ctx.project.id)).toEqual({ gaps: 2, opened: 0, closed: 0, reopened: 0 });
});

test('a replay that retrieves well closes it, a recurrence opens it again, two that are served close it', async () => {
  const ctx = await project();
  const { id } = await darkMode(ctx);
  await writeQueries(ctx, [
    { id: 'r1', at: hour(10), question: DARK[0] ?? '', hits: ['new'], origin: 'replay' },
  ]);
  expect(await darkMode(ctx)).toMatchObject({ id, state: 'open' });
  await writeGrades(ctx, { [DARK[0] ?? '']: { new: 3 } });
  expect(await darkMode(ctx)).toMatchObject({ id, state: 'closed', closed: { by: 'replay', queryId: 'r1' } });
  expect(await listGaps(ctx)).toMatchObject({ open: 1, closed: 1, total: 1 });

  await writeQueries(ctx, [{ id: 'd10', at: hour(11), question: DARK[1] ?? '', hits: [] }]);
  expect(await darkMode(ctx)).toMatchObject({ id, state: 'open', closed: null, reopened: 1, queries: 4 });

  await writeQueries(
    ctx,
    ['d11', 'd12'].map((query, i) => ({
      id: query,
      at: hour(12 + i),
      question: DARK[0] ?? '',
      hits: ['new'],
    })),
  );
  expect(await darkMode(ctx)).toMatchObject({
    id,
    state: 'closed',
    closed: { by: 'occurrences', queryId: 'd12' },
    reopened: 1,
  });
});

test('a label that comes late does not open what later queries have closed', async () => {
  const ctx = await project();
  await writeQueries(ctx, [
    { id: 'r1', at: hour(10), question: DARK[0] ?? '', hits: ['new'], origin: 'replay' },
  ]);
  await writeGrades(ctx, { [DARK[0] ?? '']: { new: 3 } });
  const late: TestQuery[] = [{ id: 'late', at: hour(5), question: DARK[1] ?? '', hits: ['a'] }];
  await writeQueries(ctx, late);
  await writeLabels(ctx, late, [{ id: 'late', verdict: 'wrong', failure: 'missing_knowledge' }]);
  expect(await darkMode(ctx)).toMatchObject({ state: 'closed', queries: 4 });
});

test('looking twice at once makes no gap twice', async () => {
  const ctx = await project();
  await Promise.all([findGaps(stores, ctx.project.id), findGaps(stores, ctx.project.id)]);
  expect(await gapsOf(ctx)).toHaveLength(2);
});

test('another project’s gap and person are not there', async () => {
  const [ctx, other] = [await project(), await ownerContext(stores)];
  const { id } = await darkMode(ctx);
  expect((await listGaps(other, { state: 'all' })).items).toEqual([]);
  await expect(assignGap(other, { id, ownerId: null })).rejects.toMatchObject({ kind: 'not_found' });
  const stranger = other.actor.kind === 'person' ? other.actor.personId : '';
  await expect(assignGap(ctx, { id, ownerId: stranger })).rejects.toMatchObject({
    kind: 'invalid',
    path: 'ownerId',
  });
});

test('the background job finds them by itself and ends when told', { timeout: 60_000 }, async () => {
  const ctx = await project();
  const stop = registerQualityJobs(stores);
  await vi.waitFor(async () => expect(await gapsOf(ctx)).toHaveLength(2), { timeout: 30_000 });
  await stop();
});
