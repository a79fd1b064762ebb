import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createIngest } from '#lib/ingest/http.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import type { Context } from '#lib/platform/context.ts';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { storedIds } from './stored-queries.ts';

// Every fault here is meant, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

const HOUR_MS = 3_600_000;
let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

/** Time only goes on, through all tests: the repair at a start looks back from the newest arrival. */
let nowMs = Date.parse('2026-03-31T20:30:00Z');
const now = () => new Date(nowMs);

const ids = ['a', 'b', 'c'];
const batch = () => ({
  queries: ids.map((id) => ({
    id,
    question: `about ${id}`,
    hits: [{ text: `text ${id}` }],
    feedback: { score: 1 as const },
  })),
});

interface Faults {
  /** Which call to the store fails, from 1; `after` lets it take effect and loses only the answer. */
  failAt: number;
  times: number;
  mode: 'before' | 'after';
  repairs: boolean;
  acknowledgesEarly: boolean;
}

/** A store that fails as told, and counts its calls. */
function faulty(queryLog: QueryLogStore, faults: Partial<Faults>): QueryLogStore & { calls: () => number } {
  let calls = 0;
  const { failAt = 0, times = 1, mode = 'before', repairs = true, acknowledgesEarly = false } = faults;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    const fails = calls >= failAt && calls < failAt + times;
    if (!fails) return work();
    if (mode === 'after') await work();
    throw new Error('the store broke off');
  };
  return {
    calls: () => calls,
    rows: (schema, sql, params) => guard(() => queryLog.rows(schema, sql, params)),
    rowsForIngest: (schema, sql, params) => guard(() => queryLog.rowsForIngest(schema, sql, params)),
    insert: async (table, rows) => {
      if (rows.length === 0) return;
      const stored = guard(() => queryLog.insert(table, rows));
      if (acknowledgesEarly) stored.catch(() => {});
      else await stored;
    },
    command: async (sql, params) => {
      if (sql.startsWith('INSERT INTO query_ids') && !repairs) return;
      await guard(() => queryLog.command(sql, params));
    },
    close: () => queryLog.close(),
  };
}

/**
 * Sends a batch over a store that fails until it is acknowledged, then once more. An hour passes before each resend
 * and nothing names a start, so that a lost id makes a second row. With `restarts` every failure ends the
 * process, and the next one finds a sound store.
 */
async function sendUntilTaken(ctx: Context, faults: Partial<Faults>, restarts: boolean) {
  let queryLog = faulty(stores.queryLog, faults);
  let attempts = 0;
  const send = async () => {
    for (;;) {
      attempts += 1;
      const sent = await logQueries({ ...ctx, stores: { ...stores, queryLog } }, batch()).catch(
        () => undefined,
      );
      if (sent !== undefined) return;
      nowMs += HOUR_MS;
      if (!restarts) continue;
      queryLog = faulty(stores.queryLog, {});
      await createIngest({ ...stores, queryLog });
    }
  };
  await send();
  const isLost = (await storedIds(ctx)).length < ids.length;
  nowMs += HOUR_MS;
  queryLog = restarts ? faulty(stores.queryLog, {}) : queryLog;
  await send();
  return { attempts, isLost };
}

async function callsOfOneCommit(): Promise<number> {
  const ctx = await ownerContext(stores, now);
  const queryLog = faulty(stores.queryLog, {});
  await logQueries({ ...ctx, stores: { ...stores, queryLog } }, batch());
  return queryLog.calls();
}

async function isOnceEach(ctx: Context): Promise<boolean> {
  const [queries, known] = [await storedIds(ctx), await storedIds(ctx, 'query_ids')];
  return JSON.stringify(queries) === JSON.stringify(ids) && JSON.stringify(known) === JSON.stringify(ids);
}

describe('whatever call of a commit fails, each acknowledged id is there once', () => {
  for (const restarts of [false, true])
    for (const mode of ['before', 'after'] as const)
      for (const times of [1, 3])
        test(`${restarts ? 'new process' : 'same process'}, fails ${mode} taking effect, ${times} in a row`, async () => {
          const calls = await callsOfOneCommit();
          expect(calls).toBeGreaterThanOrEqual(7);
          for (let failAt = 1; failAt <= calls; failAt++) {
            const ctx = await ownerContext(stores, now);
            const { attempts, isLost } = await sendUntilTaken(ctx, { failAt, mode, times }, restarts);
            expect(attempts, `call ${failAt}`).toBeGreaterThan(2);
            expect(isLost, `call ${failAt}`).toBe(false);
            expect(await isOnceEach(ctx), `call ${failAt}`).toBe(true);
          }
        });
});

describe('the same check notices', () => {
  test('ids that are not repaired', async () => {
    const outcomes: boolean[] = [];
    for (let failAt = 1; failAt <= (await callsOfOneCommit()); failAt++) {
      const ctx = await ownerContext(stores, now);
      await sendUntilTaken(ctx, { failAt, mode: 'before', repairs: false }, false);
      outcomes.push(await isOnceEach(ctx));
    }
    expect(outcomes).toContain(false);
  });

  test('an acknowledgement before the insert', async () => {
    const losses: boolean[] = [];
    for (let failAt = 1; failAt <= (await callsOfOneCommit()); failAt++) {
      const ctx = await ownerContext(stores, now);
      const faults = { failAt, times: 99, acknowledgesEarly: true } as const;
      losses.push((await sendUntilTaken(ctx, faults, true)).isLost);
    }
    expect(losses).toContain(true);
  });
});

test('all who waited for a failed commit are told, and none of theirs counts as stored', async () => {
  const ctx = await ownerContext(stores, now);
  const calls = await callsOfOneCommit();
  const queryLog = faulty(stores.queryLog, { failAt: calls - 1, times: 1 });
  const failing = { ...ctx, stores: { ...stores, queryLog } };
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, (_, i) =>
      logQueries(failing, { id: `w${i}`, question: 'q', hits: [{ text: `t${i}` }], feedback: { score: 1 } }),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array(5).fill('rejected'));
});
