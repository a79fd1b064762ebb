import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CACHE_MS } from '#lib/auth/api-keys.ts';
import { checkStores } from '#lib/platform/check-stores.ts';
import type { Context } from '#lib/platform/context.ts';
import { type ControlPlane, openControlPlane } from '#lib/platform/control-plane.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { newTestDatabase } from '../../support/postgres-store.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { type Door, openDoor } from '../ingest/door.ts';
import { ENDPOINTS, type Reply, sendToEvery } from '../ingest/every-endpoint.ts';
import { countRows } from '../ingest/stored-queries.ts';
import { told } from './told.ts';

// Every fault here is meant, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

const STORE_MS = 1_000;

let embedded: Stores;
let close: () => Promise<void>;
let proxy: TcpProxy;
let databaseUrl: string;
let controlPlane: ControlPlane;
let ctx: Context;
let door: Door;
/** A looked-up key is believed for a while; each send is later than that. */
const MOST_RESENDS = 4;
let nowMs = Date.now();
beforeAll(async () => {
  const direct = (await newTestDatabase()) ?? '';
  ({ stores: embedded, close } = await openTestStores());
  proxy = await startTcpProxy(Number(new URL(direct).port));
  const throughProxy = new URL(direct);
  throughProxy.port = String(proxy.port);
  databaseUrl = throughProxy.href;
  controlPlane = await openControlPlane({ databaseUrl });
  ctx = await ownerContext({ ...embedded, controlPlane }, () => new Date(nowMs));
  door = await openDoor(ctx, { storeMs: STORE_MS, now: () => new Date(nowMs) });
});
afterAll(async () => {
  await door.close();
  await controlPlane.close();
  await proxy.stop();
  await close();
});

let event = 0;
function send(): Promise<Reply[]> {
  nowMs += CACHE_MS + 1;
  return sendToEvery(door, event);
}

/** As senders do: what is 503 on a busy machine is sent again, a few times. */
async function sendUntilTaken(): Promise<Reply[]> {
  for (let again = 0; ; again += 1) {
    const replies = await send();
    if (again === MOST_RESENDS || replies.every(({ status }) => status === 200)) return replies;
  }
}

const statuses = (replies: readonly Reply[]) => [...new Set(replies.map(({ status }) => status))];

/** Sends while PostgreSQL is away and once it is back, and says how often each event is stored. */
async function ride(begin: () => unknown, end: () => unknown) {
  event += 1;
  await begin();
  const began = performance.now();
  const during = await send();
  const tookMs = performance.now() - began;
  expect(await checkStores(ctx.stores)).toMatchObject([{ store: 'control plane' }]);
  await end();
  const after = await sendUntilTaken();
  const copies = await Promise.all(ENDPOINTS.map(({ table, row }) => countRows(ctx, table, row(event))));
  return { during, tookMs, after, copies };
}

const ONCE_EACH = ENDPOINTS.map(() => 1);

test('one that is down is 503 on every path at once, and goes on when it is back', async () => {
  const { during, tookMs, after, copies } = await ride(proxy.stop, proxy.start);
  expect(statuses(during)).toEqual([503]);
  for (const { retryAfter } of during) expect(retryAfter).toSatisfy((s: number) => s >= 1 && s <= 5);
  expect(tookMs).toBeLessThan(3_000);
  expect(statuses(after)).toEqual([200]);
  expect(copies).toEqual(ONCE_EACH);
});

test('one that hangs is 503 within the limit, and goes on when it answers again', async () => {
  const { during, tookMs, after, copies } = await ride(
    () => {
      proxy.isSilent = true;
    },
    () => {
      proxy.isSilent = false;
      proxy.reset();
    },
  );
  expect(statuses(during)).toEqual([503]);
  for (const { retryAfter } of during) expect(retryAfter).toBeGreaterThanOrEqual(1);
  expect(tookMs).toBeLessThan(3 * STORE_MS);
  expect(statuses(after)).toEqual([200]);
  expect(copies).toEqual(ONCE_EACH);
});

test('without a limit the one that hangs is waited for, which the same check notices', async () => {
  event += 1;
  const patient = await openDoor(ctx, { storeMs: 60_000, now: () => new Date(nowMs) });
  nowMs += CACHE_MS + 1;
  proxy.isSilent = true;
  const late = new Promise((resolve) => setTimeout(() => resolve('late'), 3 * STORE_MS));
  const sent = sendToEvery(patient, event);
  expect(await Promise.race([sent, late])).toBe('late');
  proxy.isSilent = false;
  proxy.reset();
  await sent;
  await patient.close();
});

test('one that is lost without a word is asked over new connections', async () => {
  const impatient = await openControlPlane({ databaseUrl, queryMs: 1_000 });
  await impatient.query('SELECT 1');
  proxy.isSilent = true;
  const asked = [() => impatient.query('SELECT 1'), () => impatient.prisma.project.count()];
  for (const ask of asked)
    expect(await told(ask())).toMatchObject({ status: 503, state: expect.stringMatching(/^08/) });
  proxy.forget();
  proxy.isSilent = false;
  for (const ask of asked) expect(await told(ask())).toMatchObject({ status: 200 });
  await impatient.close();
});

test('one that restarts under load: only 200 and 503, and everything is taken in the end', async () => {
  const seen: Reply[] = [];
  event += 1;
  let taken = false;
  const restarts = (async () => {
    while (!taken) {
      proxy.reset();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  })();
  for (let i = 0; i < 10; i++) seen.push(...(await send()));
  taken = true;
  await restarts;
  seen.push(...(await sendUntilTaken()));
  expect(statuses(seen.filter(({ status }) => status !== 200 && status !== 503))).toEqual([]);
  expect(statuses(seen.slice(-ENDPOINTS.length))).toEqual([200]);
  for (const { table, row } of ENDPOINTS) expect(await countRows(ctx, table, row(event))).toBe(1);
});
