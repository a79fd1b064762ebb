import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';
import { openDoor } from './door.ts';
import { ENDPOINTS, sendToEvery } from './every-endpoint.ts';
import { countRows } from './stored-queries.ts';

// Every fault here is meant, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
});
afterAll(() => close());

interface Fault {
  /** The call that fails, from 1; 0: none. */
  failAt: number;
  mode: 'before' | 'after';
}

/** A store whose calls are counted from `arm` on, and of which one fails. */
function faulty(queryLog: QueryLogStore, acknowledgesEarly: boolean) {
  let calls = 0;
  let fault: Fault | undefined;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls !== fault?.failAt) return work();
    if (fault.mode === 'after') await work();
    throw new Error('the store broke off');
  };
  return {
    arm: (next: Fault | undefined) => {
      calls = 0;
      fault = next;
    },
    calls: () => calls,
    rows: (schema, sql, params) => queryLog.rows(schema, sql, params),
    rowsForIngest: (schema, sql, params) => guard(() => queryLog.rowsForIngest(schema, sql, params)),
    insert: async (table, rows) => {
      if (rows.length === 0) return;
      const stored = guard(() => queryLog.insert(table, rows));
      if (acknowledgesEarly) stored.catch(() => {});
      else await stored;
    },
    command: (sql, params) => guard(() => queryLog.command(sql, params)),
    close: () => queryLog.close(),
  } satisfies QueryLogStore & { arm: (fault: Fault | undefined) => void; calls: () => number };
}

let event = 0;

async function openFaulty(acknowledgesEarly = false) {
  const queryLog = faulty(stores.queryLog, acknowledgesEarly);
  const door = await openDoor({ ...ctx, stores: { ...stores, queryLog } });
  const copies = () => Promise.all(ENDPOINTS.map(({ table, row }) => countRows(ctx, table, row(event))));
  const send = async () => (await sendToEvery(door, event)).map(({ status }) => status);
  return {
    /** One event on every path while one call to the store fails, and the same again without a fault. */
    sendOver: async (fault: Fault) => {
      event += 1;
      queryLog.arm(fault);
      const first = await send();
      const calls = queryLog.calls();
      queryLog.arm(undefined);
      const stored = await copies();
      return { calls, first, stored, second: await send(), storedAgain: await copies() };
    },
    close: door.close,
  };
}

type Sent = Awaited<ReturnType<Awaited<ReturnType<typeof openFaulty>>['sendOver']>>;

const ONCE_EACH = ENDPOINTS.map(() => 1);
const isSound = ({ first, stored, second, storedAgain }: Sent) =>
  first.every((status, i) => status === 503 || (status === 200 && stored[i] === 1)) &&
  second.every((status) => status === 200) &&
  JSON.stringify(storedAgain) === JSON.stringify(ONCE_EACH);

/** At small size every call fails in one of the two ways, in turns. */
function waysToFail(failAt: number): Fault[] {
  const ways: Fault[] = [
    { failAt, mode: 'before' },
    { failAt, mode: 'after' },
  ];
  return testSize('faultsAStep') === ways.length ? ways : ways.slice(failAt % 2, (failAt % 2) + 1);
}

test('whatever call fails while every path is sent to, what is acknowledged is stored, once', async () => {
  const { sendOver, close: closeDoor } = await openFaulty();
  const { calls } = await sendOver({ failAt: 0, mode: 'before' });
  expect(calls).toBeGreaterThanOrEqual(10);
  // How the events share commits differs from one send to the next, and with it the number of calls.
  let struck = 0;
  let failures = 0;
  for (let failAt = 1; failAt <= calls; failAt++)
    for (const fault of waysToFail(failAt)) {
      const sent = await sendOver(fault);
      struck += sent.calls >= failAt ? 1 : 0;
      failures += sent.first.includes(503) ? 1 : 0;
      expect([fault, isSound(sent)]).toEqual([fault, true]);
    }
  expect(struck).toBeGreaterThanOrEqual(10);
  expect(failures).toBeGreaterThan(struck / 2);
  await closeDoor();
});

test('a store that acknowledges early fails the same check', async () => {
  const { sendOver, close: closeDoor } = await openFaulty(true);
  const { calls } = await sendOver({ failAt: 0, mode: 'before' });
  let isNoticed = false;
  for (let failAt = 1; failAt <= calls && !isNoticed; failAt++)
    isNoticed = !isSound(await sendOver({ failAt, mode: 'before' }));
  expect(isNoticed).toBe(true);
  await closeDoor();
});
