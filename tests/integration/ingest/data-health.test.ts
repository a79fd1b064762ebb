import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ingestState } from '#lib/ingest/ingest-state.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { logScores } from '#lib/ingest/log-scores.ts';
import { spansOfJson } from '#lib/ingest/otlp/json-request.ts';
import { receivedSpans } from '#lib/ingest/otlp/received-spans.ts';
import { preparedEvent } from '#lib/ingest/prepared-event.ts';
import { type DataHealth, dataHealth, dataHealthSchema } from '#lib/ingest/queries/data-health.ts';
import { storeSpans } from '#lib/ingest/store-spans.ts';
import { newSubmission } from '#lib/ingest/submission.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { jsonRequest, jsonSpan } from '../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { asPerson } from '../labelling/people.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let now: number;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  now = Date.now();
  ctx = await ownerContext(stores, () => new Date(now));
});

const DAY_MS = 86_400_000;
const missing = (health: DataHealth, dialect: string, field: string) => {
  const found = health.dialects.find((one) => one.dialect === dialect);
  const share = found?.fields.find((one) => one.field === field);
  return share === undefined ? undefined : [share.missing, share.of];
};

async function logInDialect(dialect: string, query: object): Promise<void> {
  const { id: projectId, samplingSecret } = ctx.project;
  const event = preparedEvent(query, { projectId, samplingSecret, origin: 'live', receivedMs: now, dialect });
  await ingestState(stores).groupCommit.submit(newSubmission(projectId, { events: [event] }));
}

test('fields that a dialect leaves out, of those that could have them', async () => {
  await logQueries(ctx, {
    queries: [
      {
        question: 'q',
        answer: 'a',
        hits: [{ id: 'd', text: 't', score: 0.5 }],
        model: 'm',
        tokens: { input: 1 },
      },
      { question: 'q', hits: [{ text: 'without id and score' }], error: { stage: 'generation' } },
      { question: 'q', hits: [], retriever: 'r', sessionId: 's' },
      { question: 'q', answer: '' },
    ],
  });
  await logInDialect('otlp:openinference', { question: 'q', hits: [{ text: 't' }] });
  const health = dataHealthSchema.parse(await dataHealth(ctx));
  expect(health.dialects.map(({ dialect, queries }) => [dialect, queries])).toEqual([
    ['json', 4],
    ['otlp:openinference', 1],
  ]);
  expect(missing(health, 'json', 'answer')).toEqual([1, 3]);
  expect(missing(health, 'json', 'retrieval')).toEqual([1, 4]);
  expect(missing(health, 'json', 'hitIds')).toEqual([1, 2]);
  expect(missing(health, 'json', 'hitScores')).toEqual([1, 2]);
  expect(missing(health, 'json', 'retriever')).toEqual([2, 3]);
  expect(missing(health, 'json', 'model')).toEqual([3, 4]);
  expect(missing(health, 'json', 'tokens')).toEqual([3, 4]);
  expect(missing(health, 'json', 'session')).toEqual([3, 4]);
  expect(missing(health, 'otlp:openinference', 'hitIds')).toEqual([1, 1]);
  expect(missing(health, 'otlp:openinference', 'answer')).toEqual([1, 1]);
});

test('a model call without any content is kept, and its question counts as missing', async () => {
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm' };
  const bare = [1, 2].map((trace) => jsonSpan({ trace, span: 1 }, { attributes }));
  await storeSpans(ctx, receivedSpans(spansOfJson(Buffer.from(JSON.stringify(jsonRequest(bare))))));
  await logQueries(ctx, { question: 'q' });
  const health = await dataHealth(ctx);
  expect(missing(health, 'otlp:gen-ai', 'question')).toEqual([2, 2]);
  expect(missing(health, 'json', 'question')).toEqual([0, 1]);
  const rows = await stores.queryLog.rows(
    z.object({ question: z.string(), model: z.string(), question_hash: z.string() }),
    `SELECT question, model, question_hash FROM queries
     WHERE project_id = {project:String} AND dialect = 'otlp:gen-ai'`,
    { project: ctx.project.id },
  );
  expect(rows).toMatchObject([
    { question: '', model: 'm' },
    { question: '', model: 'm' },
  ]);
  expect(rows[0]?.question_hash).not.toBe(rows[1]?.question_hash);
});

test('lag is from the start to the arrival of live queries, without clocks that run ahead', async () => {
  const agoMs = (ms: number) => new Date(now - ms).toISOString();
  await logQueries(ctx, {
    queries: [
      { question: 'a', startedAt: agoMs(1_000) },
      { question: 'b', startedAt: agoMs(3_000) },
      { question: 'c', startedAt: agoMs(5_000) },
      { question: 'ahead', startedAt: agoMs(-3_600_000) },
    ],
  });
  const { lag } = await dataHealth(ctx);
  expect(lag.startToArrival).toEqual({ p50Ms: 3_000, p95Ms: 4_800, n: 3 });
  expect(lag.lastEventAt).toBe(new Date(now).toISOString());
});

test('the window is by arrival: what came before it is left out, but for the last event and quarantine', async () => {
  await logQueries(ctx, { queries: [{ question: 'old' }, {}] });
  const cameAt = new Date(now).toISOString();
  now += 3 * DAY_MS;
  const day = await dataHealth(ctx, { days: 1 });
  expect(day).toMatchObject({ outcomes: { units: [] }, dialects: [], lag: { lastEventAt: cameAt } });
  expect(day.lag.startToArrival).toEqual({ p50Ms: null, p95Ms: null, n: 0 });
  expect(day.quarantine).toEqual([{ unit: 'query', code: 'invalid', waiting: 1 }]);
  const week = await dataHealth(ctx, { days: 7 });
  expect(week.outcomes.units).toMatchObject([{ unit: 'query', sent: 2, accepted: 1 }]);
  expect(week.dialects).toMatchObject([{ dialect: 'json', queries: 1 }]);
});

test('a project sees its own, an empty one nothing, and a reviewer none of it', async () => {
  await logQueries(ctx, { question: 'q' });
  await logScores(ctx, { queryId: 'x', name: 'n', value: 1, source: 'code' });
  const empty = await dataHealth(await ownerContext(stores));
  expect(empty).toMatchObject({ outcomes: { units: [], notAQuery: 0 }, quarantine: [], dialects: [] });
  expect(empty.lag).toMatchObject({ lastEventAt: null, arrivalToReadable: { p50Ms: null, n: 0 } });
  const tables = (await dataHealth(ctx)).disk;
  expect(tables.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['queries', 'scores', 'ingest_counts']),
  );
  expect(tables.every(({ bytes }) => bytes > 0)).toBe(true);
  await expect(dataHealth(await asPerson(ctx, 'Eve'))).rejects.toMatchObject({ kind: 'forbidden' });
});
