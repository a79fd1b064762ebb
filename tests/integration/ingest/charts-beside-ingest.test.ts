import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { toHttpError } from '#lib/platform/http-errors.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { openDoor } from './door.ts';
import { ENDPOINTS, sendToEvery } from './every-endpoint.ts';
import { countRows } from './stored-queries.ts';

// Refusals are meant here, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

const ROUNDS = 5;
/** What the engine may take in all; far less than the reads here would. */
const MEMORY_BYTES = 800_000_000;
/** As many as there are connections for charts. */
const CHARTS = 3;
const TOO_LARGE =
  "SELECT length(groupArray(concat(toString(number), repeat('x', 1000)))) AS n FROM numbers(10000000)";

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores({ memoryBytes: MEMORY_BYTES }));
});
afterAll(() => close());

/** Reads on every connection for charts, again and again, each of which is cancelled; what was said of each. */
async function chartsUntil(
  isOver: () => boolean,
  sql: string,
): Promise<{ status: number; message: string }[]> {
  const cancelled: { status: number; message: string }[] = [];
  const read = async () => {
    while (!isOver()) {
      const error: unknown = await stores.queryLog.rows(z.object({ n: z.number() }), sql).catch((e) => e);
      const { status, body } = toHttpError(error);
      cancelled.push({ status, message: body.error.message });
    }
  };
  await Promise.all(Array.from({ length: CHARTS }, read));
  return cancelled;
}

/** Events on every path while charts are cancelled; whether each was acknowledged, and how often it is stored. */
async function writeBesideCharts(sql: string, rounds = ROUNDS) {
  const ctx = await ownerContext(stores);
  const door = await openDoor(ctx);
  let isOver = false;
  const charts = chartsUntil(() => isOver, sql);
  const statuses: number[] = [];
  let event = 0;
  while (event < rounds && !statuses.includes(503))
    statuses.push(...(await sendToEvery(door, ++event)).map(({ status }) => status));
  isOver = true;
  const copies: number[] = [];
  for (let sent = 1; sent <= event; sent++)
    for (const { table, row } of ENDPOINTS) copies.push(await countRows(ctx, table, row(sent)));
  await door.close();
  return { charts: await charts, statuses: new Set(statuses), copies: new Set(copies) };
}

test('charts that are cancelled for memory cost ingest nothing', async () => {
  const { charts, statuses, copies } = await writeBesideCharts(TOO_LARGE);
  expect(charts.length).toBeGreaterThanOrEqual(CHARTS);
  for (const { status, message } of charts)
    expect([status, message]).toEqual([
      503,
      expect.stringContaining('more memory than one question may take'),
    ]);
  expect([statuses, copies]).toEqual([new Set([200]), new Set([1])]);
});

test('charts that may take all memory there is fail the same check', { timeout: 240_000 }, async () => {
  // Which statement finds no memory left is chance: it goes on until one has.
  const { statuses } = await writeBesideCharts(
    `${TOO_LARGE} SETTINGS max_memory_usage = 4000000000`,
    Number.POSITIVE_INFINITY,
  );
  expect(statuses).toContain(503);
});
