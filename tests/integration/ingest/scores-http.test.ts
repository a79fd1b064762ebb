import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { listQuarantine } from '#lib/ingest/queries/quarantine.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type Door, openDoor } from './door.ts';
import { countRows } from './stored-queries.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  ctx = await ownerContext(stores);
  door = await openDoor(ctx);
});
afterEach(() => door.close());

const score = (more: object = {}) => ({
  queryId: 'q1',
  name: 'faithfulness',
  value: 0.9,
  source: 'judge',
  ...more,
});

test('a batch is stored before it is answered, the bad ones alone are rejected with their path', async () => {
  const answer = await door.postJson('/api/v1/scores', {
    scores: [
      score(),
      score({ hitId: 'd1', name: 'relevance', value: 2 }),
      score({ source: 'robot' }),
      score({ value: undefined }),
      score({ queryId: '' }),
      7,
      score({ name: 'x'.repeat(257) }),
    ],
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ accepted: 2, duplicates: 0 });
  expect(answer.body.ids).toEqual(['q1', 'q1', null, null, null, null, null]);
  expect(answer.body.rejected.map(({ index, code, path }) => [index, code, path])).toEqual([
    [2, 'invalid', 'source'],
    [3, 'invalid', ''],
    [4, 'invalid', 'queryId'],
    [5, 'invalid', ''],
    [6, 'invalid', 'name'],
  ]);
  expect(await countRows(ctx, 'scores')).toBe(2);
  const kept = await listQuarantine(ctx, {});
  expect(kept.total).toBe(5);
  expect(new Set(kept.items.map(({ unit }) => unit))).toEqual(new Set(['score']));
});

test('a number beyond the doubles is rejected alone, NaN is no JSON, and a batch has its limit', async () => {
  const body = `{"scores":[${JSON.stringify(score())},{"queryId":"q1","name":"n","source":"code","value":1e999},{"queryId":"q1","name":"n","source":"code","value":-1e999}]}`;
  const answer = await door.post('/api/v1/scores', body);
  expect(answer.body).toMatchObject({ accepted: 1, ids: ['q1', null, null] });
  expect(answer.body.rejected.map(({ code, path }) => [code, path])).toEqual([
    ['not_finite', 'value'],
    ['not_finite', 'value'],
  ]);
  expect((await door.post('/api/v1/scores', body.replace('1e999', 'NaN'))).status).toBe(400);
  const many = Array.from({ length: 501 }, () => score());
  expect((await door.postJson('/api/v1/scores', { scores: many })).status).toBe(413);
});
