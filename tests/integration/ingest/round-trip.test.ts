import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { preparedEvent } from '#lib/ingest/prepared-event.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';

const EVENTS_A_RUN = 20;
const RUNS = testSize('roundTripEvents') / EVENTS_A_RUN;
const NOW = new Date('2026-06-01T12:34:56.789Z');

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores, () => NOW);
});
afterAll(() => close());

const text = fc.string({ unit: 'binary', maxLength: 40 });
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const free = fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString')), json, {
  maxKeys: 5,
});
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const hit = fc.record(
  {
    id: maybe(fc.string({ minLength: 1 })),
    text,
    title: text,
    source: text,
    score: fc.option(finite),
    metadata: free,
  },
  { requiredKeys: ['text'] },
);
const event = fc.record(
  {
    startedAt: fc.integer({ min: Date.UTC(2000, 0, 1), max: NOW.getTime() + 1e9 }),
    question: text,
    messages: fc.array(fc.record({ role: fc.constantFrom('user', 'assistant', 'system'), content: json })),
    retrievalQuery: text,
    hits: fc.array(hit, { maxLength: 4 }),
    candidates: fc.array(hit, { maxLength: 3 }),
    topK: fc.integer({ min: 0, max: 65_535 }),
    scoreKind: fc.constantFrom('similarity', 'distance', 'rank'),
    answer: fc.option(text),
    error: fc.record({
      stage: fc.constantFrom('retrieval', 'generation', 'other'),
      type: text,
      message: text,
    }),
    model: text,
    promptVersion: text,
    latency: fc.record({ retrievalMs: finite, totalMs: finite }, { requiredKeys: [] }),
    tokens: fc.record({ input: fc.maxSafeNat(), output: fc.nat() }, { requiredKeys: [] }),
    costUsd: finite.map(Math.abs),
    sessionId: text,
    userId: text,
    tags: fc.array(text, { maxLength: 3 }),
    metadata: free,
    expected: fc.record({ answer: text, relevantIds: fc.array(text), answerable: fc.boolean() }),
    anythingElse: json,
  },
  { requiredKeys: ['question'] },
);

/** As a sender would write it: with `undefined` left out and every key, `__proto__` too, an ordinary one. */
const asSent = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
/** Both zeros are one number to JSON. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

async function storedRows(ids: readonly string[]): Promise<Map<string, Record<string, unknown>>> {
  const rows = await stores.queryLog.rows(
    z.looseObject({ query_id: z.string() }),
    `SELECT * REPLACE (toUnixTimestamp(bucket) AS bucket, toUnixTimestamp64Milli(started_at) AS started_at,
       toUnixTimestamp64Milli(received_at) AS received_at)
     FROM queries WHERE project_id = {project:String} AND query_id IN {ids:Array(String)}`,
    { project: ctx.project.id, ids: [...ids] },
  );
  return new Map(rows.map((row) => [row.query_id, row]));
}

test(`whatever is accepted is stored as its normal form and can be read: ${RUNS * EVENTS_A_RUN} events`, async () => {
  let batch = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: EVENTS_A_RUN, maxLength: EVENTS_A_RUN }),
      async (events) => {
        batch += 1;
        const sent = events.map((wire, i) => ({ ...asSent(wire), id: `${batch}-${i}` }));
        const arrival = {
          projectId: ctx.project.id,
          samplingSecret: ctx.project.samplingSecret,
          origin: 'live' as const,
          receivedMs: NOW.getTime(),
        };
        const expected = sent.map((wire) => preparedEvent(asSent(wire), arrival));
        const answer = await logQueries(ctx, { queries: sent.map(asSent) });
        expect(answer).toMatchObject({ accepted: sent.length, rejected: [] });
        const rows = await storedRows(sent.map(({ id }) => id));
        for (const { row } of expected) expect(rows.get(row.query_id)).toEqual(asJson(row));

        const [first] = expected;
        if (first === undefined) return;
        const read = await readQuery(ctx, first.row.query_id);
        const texts = new Map(first.chunks.map((chunk) => [chunk.hash, chunk.text]));
        expect(read.question).toBe(first.row.question);
        expect(read.hits.map((found) => found.text)).toEqual(
          first.row.hit_chunks.map((chunk) => texts.get(chunk) ?? null),
        );
      },
    ),
    // A batch shrinks badly: the event that differs is told by the comparison.
    { numRuns: RUNS, endOnFailure: true },
  );
});
