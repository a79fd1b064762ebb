import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import type { Context } from '#lib/platform/context.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { GET as read, DELETE as removeOne } from '../../../app/api/v1/queries/[id]/route.ts';
import { GET as list, DELETE as remove } from '../../../app/api/v1/queries/route.ts';
import { GET as session } from '../../../app/api/v1/sessions/[id]/route.ts';
import { POST as tag } from '../../../app/api/v1/tags/route.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

type Handler = (request: Request, next: { params: Promise<Record<string, string>> }) => Promise<Response>;

const SECRET = 'secret-of-a-key-for-tests';
let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
  ctx = await ownerContext(stores);
  await ensureApiKey(stores, ctx.project, { name: 'k', secret: SECRET, scopes: ['read', 'ingest', 'label'] });
  const ids = ['a', 'b', 'c', 'd'];
  await logQueries(ctx, {
    queries: ids.map((id) => ({ id, question: `Q ${id}`, sessionId: 's', model: id === 'd' ? 'n' : 'm' })),
  });
});
afterAll(() => close());

async function call(handler: Handler, search = '', id = '', body?: object): Promise<[number, unknown]> {
  const request = new Request(`http://local/api/v1/queries${search}`, {
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer = await handler(request, { params: Promise.resolve({ id }) });
  return [answer.status, await answer.json()];
}

test('lists, reads, sessions', async () => {
  expect(await call(list, '?model=m&limit=2&order=oldest')).toMatchObject([
    200,
    { items: [{ id: 'a' }, { id: 'b' }], total: 3 },
  ]);
  expect(await call(read, '', 'd')).toMatchObject([200, { id: 'd', model: 'n' }]);
  expect(await call(read, '', 'x')).toMatchObject([404, { error: { code: 'not_found' } }]);
  expect(await call(session, '?limit=3', 's')).toMatchObject([200, { total: 4 }]);
  expect(await call(session, '', 'x')).toMatchObject([404, {}]);
});

test.each([
  ['?limit=0', 'limit'],
  ['?limit=501', 'limit'],
  ['?cursor=!', 'cursor'],
  ['?order=upwards', 'order'],
  ['?verdict=fine', 'verdict.0'],
  ['?from=yesterday', 'from'],
  ['?metadata.__proto__=x', 'metadata.__proto__'],
])('%s is refused', async (search, path) => {
  expect(await call(list, search)).toMatchObject([400, { error: { code: 'invalid', path } }]);
});

test('an unknown name is refused, whatever it is', async () => {
  for (const name of ['__proto__', 'constructor', 'modle'])
    expect(await call(list, `?${name}=x`)).toMatchObject([400, { error: { code: 'invalid' } }]);
});

test('tags are added and removed', async () => {
  expect(await call(tag, '', '', { ids: ['a', 'b', 'x'], add: ['new'] })).toEqual([200, { tagged: 2 }]);
  expect(await call(list, '?tag=new')).toMatchObject([200, { total: 2 }]);
  expect(await call(tag, '', '', { add: ['new'] })).toMatchObject([400, {}]);
});

test.each([
  ['', 'all'],
  ['?tz=UTC&k=5', 'all'],
  ['?sessionId=', 'sessionId'],
  ['?model=m&sessionId=', 'sessionId'],
  ['?metadata.team=', 'metadata.team'],
  ['?metadata.__proto__=x', 'metadata.__proto__'],
  ['?__proto__=x', ''],
])('a deletion of all by mistake is refused: %s', async (search, path) => {
  const confirmed = `${search}${search === '' ? '?' : '&'}confirm=4`;
  for (const given of [search, confirmed]) {
    const [status, body] = await call(remove, given);
    expect([status, (body as { error: { path?: string } }).error.path ?? '']).toEqual([400, path]);
  }
  expect(await call(list)).toMatchObject([200, { total: 4 }]);
});

test('all queries are deleted where all are meant', async () => {
  expect(await call(remove, '?all=true')).toEqual([200, { matching: 4, deleted: 0 }]);
  expect(await call(remove, '?all=yes')).toMatchObject([400, { error: { path: 'all' } }]);
});

test('a deletion counts first, and deletes only that many', async () => {
  expect(await call(remove, '?model=m')).toEqual([200, { matching: 3, deleted: 0 }]);
  expect(await call(remove, '?model=m&confirm=4')).toMatchObject([409, {}]);
  expect(await call(list)).toMatchObject([200, { total: 4 }]);
  expect(await call(remove, '?model=m&confirm=3')).toEqual([200, { matching: 3, deleted: 3 }]);
  expect(await call(list)).toMatchObject([200, { total: 1, items: [{ id: 'd' }] }]);
  expect(await call(removeOne, '', 'd')).toEqual([200, { matching: 1, deleted: 1 }]);
  expect(await call(removeOne, '', 'd')).toMatchObject([404, {}]);
  expect(await call(read, '', 'd')).toMatchObject([404, {}]);
});
