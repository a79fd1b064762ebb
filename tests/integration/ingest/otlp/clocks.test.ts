import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { hexId, jsonAttributes, jsonRequest, jsonSpan } from '../../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { type Door, openDoor } from '../door.ts';
import { storedQueries } from './stored.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
  door = await openDoor(ctx, { now: () => new Date(NOW_MS) });
});
afterAll(async () => {
  await door.close();
  await close();
});

/** When everything here arrives. */
const NOW_MS = Date.now();
const NOW_NS = BigInt(NOW_MS) * 1_000_000n;
const DAY_NS = 86_400_000_000_000n;
/** Start and end of a span, and whether the start is believed. */
const CLOCKS: [string, bigint, bigint, boolean][] = [
  ['48 hours late', NOW_NS - 2n * DAY_NS, NOW_NS - 2n * DAY_NS + 5_000_000n, true],
  ['two hours ago', NOW_NS - DAY_NS / 12n, NOW_NS - DAY_NS / 12n + 5_000_000n, true],
  ['five minutes ahead', NOW_NS + DAY_NS / 288n, NOW_NS + DAY_NS / 288n + 5_000_000n, true],
  ['a year ahead', NOW_NS + 365n * DAY_NS, NOW_NS + 365n * DAY_NS + 5_000_000n, false],
  ['the first nanosecond of 1970', 1n, 5_000_000n, false],
  ['the last that fits', 2n ** 64n - 2n, 2n ** 64n - 1n, false],
  ['ended before it began', NOW_NS, NOW_NS - 5_000_000_000n, true],
  ['from 1970 until today', 1n, NOW_NS, false],
];

test.each(CLOCKS.map((clock, i) => [...clock, i] as const))('%s', async (_, start, end, isBelieved, i) => {
  const span = {
    ...jsonSpan(
      { trace: i, span: 1 },
      { attributes: { 'openinference.span.kind': 'LLM', 'input.value': 'Why?' } },
    ),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
  };
  const answer = await door.postJson('/v1/traces', jsonRequest([span]));
  expect([answer.status, answer.body]).toEqual([200, {}]);
  const [row] = await storedQueries(ctx, [hexId(i, 16)]);
  expect(row).toMatchObject({
    question: 'Why?',
    marks: isBelieved ? [] : expect.arrayContaining(['clock_skew']),
  });
  expect(row?.total_ms ?? 0).toBeGreaterThanOrEqual(0);
  const stored = Date.parse(`${String(row?.started_at).replace(' ', 'T')}Z`);
  expect(Math.abs(stored - Number((isBelieved ? start : NOW_NS) / 1_000_000n))).toBeLessThan(60_000);
});

test('the lists that show them are read', async () => {
  expect((await listQueries(ctx, { filter: {} })).total).toBe(CLOCKS.length);
});

test('evaluations with such times are taken too', async () => {
  const logRecords = CLOCKS.map(([, start], i) => ({
    traceId: hexId(1_000 + i, 16),
    timeUnixNano: String(start),
    eventName: 'gen_ai.evaluation.result',
    attributes: jsonAttributes({ 'gen_ai.evaluation.name': 'n', 'gen_ai.evaluation.score.value': 0.5 }),
  }));
  const answer = await door.postJson('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  expect([answer.status, answer.body]).toEqual([200, {}]);
  const [row] = await stores.queryLog.rows(
    z.object({ n: z.number() }),
    'SELECT count() AS n FROM scores WHERE project_id = {project:String}',
    { project: ctx.project.id },
  );
  expect(row?.n).toBe(CLOCKS.length);
});
