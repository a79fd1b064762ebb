import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

test('a value that looks like SQL is a value', async () => {
  const hostile = `'); DROP TABLE queries; --`;
  const [row] = await stores.queryLog.rows(z.object({ v: z.string() }), 'SELECT {v:String} AS v', {
    v: hostile,
  });
  expect(row?.v).toBe(hostile);
});

test('both stores hold what a test needs', async () => {
  const ctx = await ownerContext(stores);
  expect(ctx.actor).toMatchObject({ kind: 'person', role: 'owner' });
});
