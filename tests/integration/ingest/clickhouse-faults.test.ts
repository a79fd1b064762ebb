import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createIngest } from '#lib/ingest/http.ts';
import { checkStores } from '#lib/platform/check-stores.ts';
import type { Context } from '#lib/platform/context.ts';
import { openQueryLogStore, type QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { type ClickHouseFront, type Fault, startClickHouseFront } from '../../support/clickhouse-front.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { openDoor } from './door.ts';
import { ENDPOINTS, type Reply, sendToEvery } from './every-endpoint.ts';
import { countRows } from './stored-queries.ts';

// Every fault here is meant, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

/** Several times what the slowest sound statement takes on a machine that others use. */
const INGEST_MS = 2_000;
/** Every statement of a commit may have to run into the limit, and the repair before it. */
const PATIENCE_MS = 5 * INGEST_MS;

let embedded: Stores;
let close: () => Promise<void>;
let front: ClickHouseFront;
let queryLog: QueryLogStore;
let ctx: Context;
beforeAll(async () => {
  ({ stores: embedded, close } = await openTestStores());
  front = await startClickHouseFront(join(embedded.dataFolder, 'query-log'));
});
afterAll(async () => {
  await front.close();
  await close();
});
beforeEach(async () => {
  queryLog = openServer(INGEST_MS);
  ctx = await ownerContext({ ...embedded, queryLog });
});
afterEach(() => queryLog.close());

function openServer(ingestMs: number): QueryLogStore {
  return openQueryLogStore({ clickhouseUrl: front.url, dataFolder: embedded.dataFolder, ingestMs });
}

interface Ride {
  during: Reply[];
  after: Reply[];
  /** How often each event is stored in the end. */
  copies: number[];
}

let event = 0;

/** Sends one event to every path while the fault is there, and the same again once it has gone. */
async function ride(store: QueryLogStore, begin: () => unknown, end: () => unknown): Promise<Ride> {
  const onServer = { ...ctx, stores: { ...embedded, queryLog: store } };
  const door = await openDoor(onServer);
  event += 1;
  try {
    await begin();
    const during = await withinPatience(sendToEvery(door, event));
    await end();
    const after = await sendToEvery(door, event);
    const copies = await Promise.all(
      ENDPOINTS.map(({ table, row }) => countRows({ ...ctx, stores: embedded }, table, row(event))),
    );
    return { during, after, copies };
  } finally {
    await end();
    await door.close();
  }
}

async function withinPatience(replies: Promise<Reply[]>): Promise<Reply[]> {
  const late = new Promise<Reply[]>((resolve) =>
    setTimeout(() => resolve([{ status: 0, retryAfter: 0 }]), PATIENCE_MS),
  );
  return Promise.race([replies, late]);
}

const isTold = ({ during }: Ride) =>
  during.length === ENDPOINTS.length &&
  during.every(({ status, retryAfter }) => status === 503 && retryAfter >= 1 && retryAfter <= 30);
const isRecovered = ({ after }: Ride) => after.every(({ status }) => status === 200);
const isOnceEach = ({ copies }: Ride) => copies.every((count) => count === 1);
const verdict = (ridden: Ride) => ({
  told: isTold(ridden),
  recovered: isRecovered(ridden),
  onceEach: isOnceEach(ridden),
});
const SOUND = { told: true, recovered: true, onceEach: true };

const always = (fault: Fault) => () => fault;
const onInsert = (fault: Fault) => (sql: string) => (sql.startsWith('INSERT') ? fault : undefined);
const error = (code: number, name: string, message: string): Fault => ({
  kind: 'error',
  code,
  name,
  message,
});
const FULL = error(243, 'NOT_ENOUGH_SPACE', 'Cannot reserve 1.00 MiB, not enough space.');
const FAULTS: [string, NonNullable<ClickHouseFront['fault']>][] = [
  ['resets every connection', always({ kind: 'reset' })],
  ['breaks off its answers', always({ kind: 'late' })],
  ['breaks off the answers to inserts, which took effect', onInsert({ kind: 'late' })],
  ['is silent', always({ kind: 'silent' })],
  ['is silent to inserts', onInsert({ kind: 'silent' })],
  ['has no space left', onInsert(FULL)],
  ['has too many parts', onInsert(error(252, 'TOO_MANY_PARTS', 'Too many parts (3000).'))],
  ['has no memory left', always(error(241, 'MEMORY_LIMIT_EXCEEDED', 'Memory limit (total) exceeded.'))],
  ['runs too many statements', always(error(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'Too many.'))],
  ['is read-only', onInsert(error(242, 'TABLE_IS_READ_ONLY', 'Table is in readonly mode.'))],
];

const inject = (fault: NonNullable<ClickHouseFront['fault']>) => () => {
  front.fault = fault;
};
const heal = () => {
  front.fault = undefined;
};
const restart = async () => {
  await front.stop();
  await front.start();
};

describe('a server that fails is told as 503 on every path, and goes on where it was', () => {
  test('without a fault everything is stored at once', async () => {
    const { during, after, copies } = await ride(queryLog, heal, heal);
    expect([...during, ...after].map(({ status }) => status)).toEqual(Array(2 * ENDPOINTS.length).fill(200));
    expect(copies).toEqual(ENDPOINTS.map(() => 1));
  });

  test.each(FAULTS)('one that %s', async (_, fault) => {
    expect(verdict(await ride(queryLog, inject(fault), heal))).toEqual(SOUND);
  });

  test('one that is down, and comes back', async () => {
    const ridden = await ride(queryLog, front.stop, restart);
    expect(verdict(ridden)).toEqual(SOUND);
  });

  test('a full one and one that falls behind are left alone for longer', async () => {
    const { during } = await ride(queryLog, inject(onInsert(FULL)), heal);
    expect(during.map(({ retryAfter }) => retryAfter)).toEqual(ENDPOINTS.map(() => 30));
  });

  test('one that restarts again and again under load: whatever was taken is there once', async () => {
    const door = await openDoor({ ...ctx, stores: { ...embedded, queryLog } });
    const sent: Reply[] = [];
    const numbers = Array.from({ length: 6 }, (_, i) => 100_000 + i);
    const untilTaken = async (number: number) => {
      for (;;) {
        const replies = await sendToEvery(door, number);
        sent.push(...replies);
        if (replies.every(({ status }) => status === 200)) return;
      }
    };
    await front.stop();
    const load = Promise.all(numbers.map(untilTaken));
    await expect.poll(() => sent.some(({ status }) => status === 503), { timeout: 20_000 }).toBe(true);
    await front.start();
    for (let restart = 1; restart < 5; restart++) {
      await new Promise((resolve) => setTimeout(resolve, 25 * restart));
      await front.stop();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await front.start();
    }
    await load;
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200, 503]));
    for (const number of numbers)
      for (const { name, table, row } of ENDPOINTS)
        expect([name, await countRows({ ...ctx, stores: embedded }, table, row(number))]).toEqual([name, 1]);
    await door.close();
  });

  test('whether it is ready is told meanwhile', async () => {
    const stores = { ...embedded, queryLog };
    await front.stop();
    expect(await checkStores(stores)).toMatchObject([{ store: 'query log' }]);
    await front.start();
    expect(await checkStores(stores)).toEqual([]);
  });
});

describe('the same check notices', () => {
  test('a store that waits for an answer without a limit', async () => {
    const patient = openServer(60_000);
    const ridden = await ride(patient, inject(always({ kind: 'silent' })), async () => {
      heal();
      await restart();
    });
    expect(isTold(ridden)).toBe(false);
    await patient.close();
  });

  test('a store that gives up for good after its first failure', async () => {
    let broken = false;
    const insert: QueryLogStore['insert'] = async (table, rows) => {
      if (broken) throw new Error('gave up');
      await queryLog.insert(table, rows).catch((cause: unknown) => {
        broken = true;
        throw cause;
      });
    };
    const ridden = await ride({ ...queryLog, insert }, inject(onInsert({ kind: 'reset' })), heal);
    expect(verdict(ridden)).toMatchObject({ told: true, recovered: false });
  });

  test('a store that acknowledges before it has an answer', async () => {
    const insert: QueryLogStore['insert'] = async (table, rows) => {
      queryLog.insert(table, rows).catch(() => {});
    };
    const ridden = await ride({ ...queryLog, insert }, inject(onInsert({ kind: 'reset' })), heal);
    expect(isTold(ridden)).toBe(false);
  });

  test('a server that answers its own faults with 500', async () => {
    const ingest = await createIngest({ ...embedded, queryLog });
    const naive = createServer((request, response) => {
      const { writeHead } = response;
      response.writeHead = ((status: number, ...rest: []) =>
        writeHead.call(response, status === 503 ? 500 : status, ...rest)) as typeof writeHead;
      void ingest.handle(request, response);
    });
    await new Promise<void>((resolve) => naive.listen(0, '127.0.0.1', resolve));
    const { key, close: closeDoor } = await openDoor({ ...ctx, stores: { ...embedded, queryLog } });
    front.fault = onInsert({ kind: 'reset' });
    const during = await sendToEvery({ port: (naive.address() as AddressInfo).port, key }, ++event);
    heal();
    expect(isTold({ during, after: [], copies: [] })).toBe(false);
    await closeDoor();
    naive.closeAllConnections();
    await new Promise((resolve) => naive.close(resolve));
  });
});
