import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logQueries } from '#lib/ingest/log-queries.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { encodeCursor, type Order } from '#lib/query-log/cursor.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { neighbours } from '#lib/query-log/queries/neighbours.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { readSession } from '#lib/query-log/queries/read-session.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const START = Date.parse('2026-03-01T00:30:00Z');
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** 240 queries in 40 moments, six in each, which lie ever further apart: from minutes to weeks. */
async function logUneven(ctx: Context): Promise<string[]> {
  const queries = Array.from({ length: 240 }, (_, i) => ({
    id: `q-${(i * 7919) % 240}`,
    startedAt: START - Math.floor(60_000 * 1.35 ** Math.floor(i / 6)),
    question: `question ${i}`,
    sessionId: `s-${i % 60}`,
  }));
  await logQueries(ctx, { queries });
  return queries.sort((a, b) => b.startedAt - a.startedAt || compare(b.id, a.id)).map(({ id }) => id);
}

async function walk(ctx: Context, limit: number, order: Order): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listQueries(ctx, { filter: {}, limit, order, ...(cursor ? { cursor } : {}) });
    expect(page.total).toBe(240);
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

describe('a list of queries, many at the same moment', () => {
  let ctx: Context;
  let newestFirst: string[];
  beforeAll(async () => {
    ctx = await ownerContext(stores);
    newestFirst = await logUneven(ctx);
  });

  test.each([1, 7, 50, 239, 240, 500])('pages of %i give each query once, in order', async (limit) => {
    if (limit > 1) expect(await walk(ctx, limit, 'newest')).toEqual(newestFirst);
    if (limit > 7) expect(await walk(ctx, limit, 'oldest')).toEqual(newestFirst.toReversed());
    if (limit === 1) {
      const page = await listQueries(ctx, { filter: {}, limit });
      expect(page.items.map((item) => item.id)).toEqual(newestFirst.slice(0, 1));
    }
  });

  test('a query that arrives between two pages moves none of the others', async () => {
    const first = await listQueries(ctx, { filter: {}, limit: 10 });
    const late = { id: 'late', startedAt: START, question: 'late', metadata: { late: 'yes' } };
    await logQueries(ctx, late);
    const second = await listQueries(ctx, { filter: {}, limit: 10, cursor: first.nextCursor ?? '' });
    expect(second.items.map((item) => item.id)).toEqual(newestFirst.slice(10, 20));
    expect(second.total).toBe(241);
    newestFirst = ['late', ...newestFirst];
  });

  test('previous and next go through the same order', async () => {
    for (const place of [0, 1, 100, newestFirst.length - 1]) {
      const id = newestFirst[place] ?? '';
      const [previous, next] = [newestFirst[place - 1] ?? null, newestFirst[place + 1] ?? null];
      expect(await neighbours(ctx, { id, filter: {} })).toEqual({ previous, next });
      expect(await neighbours(ctx, { id, filter: {}, order: 'oldest' })).toEqual({
        previous: next,
        next: previous,
      });
    }
  });

  test('previous and next stay within the filter, from a query outside it too', async () => {
    const session = await readSession(ctx, { sessionId: 's-3' });
    const ids = session.items.map((item) => item.id).toReversed();
    expect(ids).toHaveLength(4);
    expect(ids).toEqual(newestFirst.filter((id) => ids.includes(id)));
    const filter = { sessionId: ['s-3'] };
    expect(await neighbours(ctx, { id: ids[1] ?? '', filter })).toEqual({ previous: ids[0], next: ids[2] });
    expect(await neighbours(ctx, { id: 'late', filter })).toEqual({ previous: null, next: ids[0] });
    await expect(neighbours(ctx, { id: 'nowhere', filter })).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('a session is read in the order of asking, page by page', async () => {
    const first = await readSession(ctx, { sessionId: 's-3', limit: 3 });
    const second = await readSession(ctx, { sessionId: 's-3', limit: 3, cursor: first.nextCursor ?? '' });
    const times = [...first.items, ...second.items].map((item) => item.startedAt);
    expect(first.total).toBe(4);
    expect(times).toHaveLength(4);
    expect(times).toEqual(times.toSorted());
    expect(second.nextCursor).toBeNull();
    await expect(readSession(ctx, { sessionId: 'nowhere' })).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('the range says how many there are and where', async () => {
    expect(await queriesRange(ctx)).toEqual({
      count: 241,
      first: new Date(START - Math.floor(60_000 * 1.35 ** 39)).toISOString(),
      last: new Date(START).toISOString(),
    });
  });
});

test('a wrong cursor is refused, and one of another list is only a position', async () => {
  const ctx = await ownerContext(stores);
  await expect(listQueries(ctx, { filter: {}, cursor: 'x' })).rejects.toMatchObject({
    kind: 'invalid',
    path: 'cursor',
  });
  const page = await listQueries(ctx, { filter: {}, cursor: encodeCursor({ startedAtMs: START, id: 'q' }) });
  expect(page).toEqual({ items: [], nextCursor: null, total: 0 });
  expect(await queriesRange(ctx)).toEqual({ count: 0, first: null, last: null });
});

test('a project sees only its own, and a key without the scope nothing', async () => {
  const [ctx, other] = [await ownerContext(stores), await ownerContext(stores)];
  await logQueries(ctx, { id: 'mine', question: 'x', sessionId: 's' });
  expect((await listQueries(other, { filter: {} })).total).toBe(0);
  await expect(readSession(other, { sessionId: 's' })).rejects.toMatchObject({ kind: 'not_found' });
  const key: Context = { ...ctx, actor: { kind: 'key', keyId: 'k', name: 'Key', scopes: ['ingest'] } };
  await expect(listQueries(key, { filter: {} })).rejects.toMatchObject({ kind: 'forbidden' });
});
