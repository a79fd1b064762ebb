import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ControlPlane } from '#lib/platform/control-plane.ts';
import { openTestStores } from '../../support/stores.ts';
import { told } from './told.ts';

let controlPlane: ControlPlane;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openTestStores();
  ({ close } = opened);
  ({ controlPlane } = opened.stores);
});
afterAll(() => close());

const raise = (state: string) => `DO $$ BEGIN RAISE EXCEPTION 'planted' USING errcode = '${state}'; END $$`;

test.each([
  ['53100', 503, 30, 30],
  ['53200', 503, 30, 30],
  ['53300', 503, 30, 30],
  ['08006', 503, 1, 5],
  ['57P01', 503, 1, 5],
  ['57P03', 503, 1, 5],
  ['40001', 503, 1, 1],
  ['40P01', 503, 1, 1],
  ['55P03', 503, 1, 1],
  ['57014', 503, 1, 1],
  ['XX000', 503, 5, 5],
])('%s is a %i, to be tried again after %i to %i seconds', async (state, status, least, most) => {
  const { prisma } = controlPlane;
  const ways = [() => prisma.$executeRawUnsafe(raise(state)), () => controlPlane.query(raise(state))];
  for (const fail of ways) {
    const answer = await told(fail());
    expect(answer).toMatchObject({ state, status });
    expect(answer.retryAfter).toBeGreaterThanOrEqual(least);
    expect(answer.retryAfter).toBeLessThanOrEqual(most);
  }
});

test.each(['22021', '22P02', '22P05', '22003', '22008'])(
  '%s is a 400: again would not help',
  async (state) => {
    expect(await told(controlPlane.query(raise(state)))).toMatchObject({
      state,
      status: 400,
      retryAfter: Number.NaN,
    });
  },
);

test('text with NUL is a 400', async () => {
  const data = { id: uuidv7(), slug: 'nul\u0000', name: 'x', samplingSecret: 'x' };
  expect(await told(controlPlane.prisma.project.create({ data }))).toMatchObject({
    state: '22021',
    status: 400,
  });
});

test('a script that fails in its own transaction leaves nobody else in it', async () => {
  await expect(controlPlane.script('BEGIN; SELECT 1/0; COMMIT')).rejects.toThrow('division by zero');
  expect(await controlPlane.query('SELECT 1 AS one')).toEqual({ rows: [{ one: 1 }] });
});

test('one that always loses is a 503 after three attempts', async () => {
  let attempts = 0;
  const losing = controlPlane.prisma.$transaction(async (tx) => {
    attempts += 1;
    await tx.$executeRawUnsafe(raise('40001'));
  });
  expect(await told(losing)).toMatchObject({ state: '40001', status: 503, retryAfter: 1 });
  expect(attempts).toBe(3);
});
