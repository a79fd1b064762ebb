import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createIngest } from '#lib/ingest/http.ts';
import { spansOfJson } from '#lib/ingest/otlp/json-request.ts';
import { receivedSpans } from '#lib/ingest/otlp/received-spans.ts';
import { storeSpans } from '#lib/ingest/store-spans.ts';
import type { Context } from '#lib/platform/context.ts';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { type JsonSpan, jsonRequest } from '../../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { storedQueries } from './stored.ts';
import { ragTrace } from './traces.ts';

// Every fault here is meant, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

const HOUR_MS = 3_600_000;
const FIRST = 4;
let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

/**
 * Time only goes on, through all tests: the repair at a start looks back from the newest arrival. Spans older than
 * 30 days would expire at once.
 */
let nowMs = Date.now() - 25 * 24 * HOUR_MS;
const now = () => new Date(nowMs);

interface Faults {
  /** Which call to the store fails, from 1, and all calls after it; `after` lets it take effect. */
  failAt: number;
  mode: 'before' | 'after';
  repairs: boolean;
}

function faulty(queryLog: QueryLogStore, faults: Partial<Faults>) {
  const { failAt = Number.POSITIVE_INFINITY, mode = 'before', repairs = true } = faults;
  let calls = 0;
  let isArmed = false;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (!isArmed || calls < failAt) return work();
    if (mode === 'after' && calls === failAt) await work();
    throw new Error('the store broke off');
  };
  return {
    arm: (armed: boolean) => {
      isArmed = armed;
      calls = 0;
    },
    rows: (schema, sql, params) => guard(() => queryLog.rows(schema, sql, params)),
    rowsForIngest: (schema, sql, params) =>
      sql.includes('s.arrived') && !repairs
        ? Promise.resolve([])
        : guard(() => queryLog.rowsForIngest(schema, sql, params)),
    insert: (table, rows) =>
      rows.length === 0 ? Promise.resolve() : guard(() => queryLog.insert(table, rows)),
    command: (sql, params) => guard(() => queryLog.command(sql, params)),
    close: () => queryLog.close(),
  } satisfies QueryLogStore & { arm: (armed: boolean) => void };
}

function send(ctx: Context, queryLog: QueryLogStore, spans: readonly JsonSpan[]) {
  const received = receivedSpans(spansOfJson(Buffer.from(JSON.stringify(jsonRequest(spans)))));
  return storeSpans({ ...ctx, stores: { ...stores, queryLog } }, received);
}

/** The second half of a trace arrives while the store fails; nobody sends it again. */
async function loseHalf(faults: Partial<Faults>, restarts: boolean) {
  nowMs += 2 * HOUR_MS;
  const ctx = await ownerContext(stores, now);
  const spans = ragTrace(1);
  await send(ctx, stores.queryLog, spans.slice(0, FIRST));
  nowMs += 1_000;
  const failing = faulty(stores.queryLog, faults);
  await createIngest({ ...stores, queryLog: failing });
  failing.arm(true);
  const isAcknowledged = await send(ctx, failing, spans.slice(FIRST)).then(
    () => true,
    () => false,
  );
  nowMs += 1_000;
  if (restarts) {
    await createIngest({ ...stores, queryLog: faulty(stores.queryLog, { repairs: faults.repairs ?? true }) });
  } else {
    failing.arm(false);
    const other = await ownerContext(stores, now);
    await send(other, failing, ragTrace(2));
  }
  return { ctx, isAcknowledged, spans };
}

/** Whether the query says what its stored spans say, and has its id once. */
async function isConsistent(ctx: Context): Promise<boolean> {
  const project = { project: ctx.project.id };
  const [spans] = await stores.queryLog.rows(
    z.object({ n: z.number() }),
    'SELECT count() AS n FROM spans WHERE project_id = {project:String}',
    project,
  );
  const known = await stores.queryLog.rows(
    z.object({ query_id: z.string(), version: z.number() }),
    'SELECT query_id, version FROM query_ids WHERE project_id = {project:String}',
    project,
  );
  const [row, ...others] = await storedQueries(ctx);
  const isWhole = spans?.n === ragTrace(1).length;
  return (
    others.length === 0 &&
    known.length === 1 &&
    known[0]?.query_id === row?.query_id &&
    known[0]?.version === row?.version &&
    row?.input_tokens === (isWhole ? 222 : null)
  );
}

let calls = 0;
beforeAll(async () => {
  while (!(await loseHalf({ failAt: calls + 1 }, true)).isAcknowledged) calls += 1;
});

describe('whatever call of a commit fails, a query says what its stored spans say', () => {
  for (const restarts of [true, false])
    for (const mode of ['before', 'after'] as const)
      test(`${restarts ? 'new process' : 'same process'}, fails ${mode} taking effect`, async () => {
        expect(calls).toBeGreaterThanOrEqual(6);
        for (let failAt = 1; failAt <= calls; failAt++) {
          const { ctx, isAcknowledged, spans } = await loseHalf({ failAt, mode }, restarts);
          expect(isAcknowledged, `call ${failAt}`).toBe(false);
          expect(await isConsistent(ctx), `call ${failAt}`).toBe(true);
          await send(ctx, stores.queryLog, spans.slice(FIRST));
          expect((await storedQueries(ctx))[0]?.input_tokens, `call ${failAt}, sent again`).toBe(222);
        }
      });
});

test('the same check notices queries that are not repaired', async () => {
  const outcomes: boolean[] = [];
  for (let failAt = 1; failAt <= calls; failAt++) {
    const { ctx } = await loseHalf({ failAt, repairs: false }, true);
    outcomes.push(await isConsistent(ctx));
  }
  expect(outcomes).toContain(false);
});
