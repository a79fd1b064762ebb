import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ingestState } from '#lib/ingest/ingest-state.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { dataHealth } from '#lib/ingest/queries/data-health.ts';
import { projectMetrics } from '#lib/ingest/queries/project-metrics.ts';
import { replayQuarantine } from '#lib/ingest/replay-quarantine.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { hexId, jsonAttributes, jsonRequest, jsonSpan } from '../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type Door, openDoor } from './door.ts';
import { metricSums } from './metric-sums.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  ctx = await ownerContext(stores);
  door = await openDoor(ctx, { scopes: ['ingest', 'read'] });
});
afterEach(() => door.close());

const SENT = 'faultline_events_sent_total';
const ACCEPTED = 'faultline_events_accepted_total';
const DUPLICATES = 'faultline_events_duplicates_total';
const REJECTED = 'faultline_events_rejected_total';

const random = seededRandom(20_260_401);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const id = () => `q${Math.floor(random() * 40)}`;
const QUERIES = [
  () => ({ id: id(), question: 'same for all' }),
  () => ({ id: id(), question: `other ${random()}` }),
  () => ({ question: 'without an id' }),
  () => ({ id: id() }),
  () => ({ id: id(), question: 'q', hits: [{}] }),
  () => 7,
  () => ({
    id: 'big',
    question: 'q',
    messages: Array.from({ length: 6 }, () => ({ role: 'user', content: 'x'.repeat(200_000) })),
  }),
  () => ({ id: 'deep', question: 'q', metadata: { a: JSON.parse('['.repeat(80) + ']'.repeat(80)) } }),
];
const SCORES = [
  () => ({ queryId: id(), name: 'n', value: 0.5, source: 'judge' }),
  () => ({ queryId: id(), name: 'n', value: random(), source: 'code' }),
  () => ({ queryId: id(), name: 'n', source: 'code' }),
  () => ({ queryId: id(), name: 'n', value: 'high', source: 'code' }),
  () => null,
];

/** What the sender counts on its own: how many it sent, and what the answers said. */
interface Told {
  sent: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

async function load(path: string, name: string, make: readonly (() => unknown)[]): Promise<Told> {
  const told: Told = { sent: 0, accepted: 0, duplicates: 0, rejected: 0 };
  const send = async () => {
    const items = Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick(make)());
    const answer = await door.post(path, gzipSync(JSON.stringify({ [name]: items })), {
      'content-encoding': 'gzip',
    });
    expect(answer.status).toBe(200);
    told.sent += items.length;
    told.accepted += answer.body.accepted;
    told.duplicates += answer.body.duplicates;
    told.rejected += answer.body.rejected.length;
  };
  for (let round = 0; round < 6; round++) await Promise.all([send(), send(), send(), send()]);
  return told;
}

test('after a mixed load with bad events: sent = accepted + duplicates + rejected, to the unit', async () => {
  const queries = await load('/api/v1/queries', 'queries', QUERIES);
  const scores = await load('/api/v1/scores', 'scores', SCORES);
  const thumbs = [{ score: 1 }, { score: -1, comment: 'no' }, { score: 3 }, {}];
  const feedback = await Promise.all(
    thumbs.map((body) => door.postJson('/api/v1/queries/q1/feedback', body)),
  );
  expect(feedback.map(({ status }) => status)).toEqual([200, 200, 400, 400]);
  const deep = '['.repeat(200) + ']'.repeat(200);
  expect((await door.post('/api/v1/queries', `{"question":"q","metadata":{"a":${deep}}}`)).status).toBe(400);
  expect((await door.post('/api/v1/queries', '{"queries":')).status).toBe(400);

  const sum = metricSums(await projectMetrics(ctx));
  const expected: Record<string, Told> = {
    query: { ...queries, sent: queries.sent + 1, rejected: queries.rejected + 1 },
    score: scores,
    feedback: { sent: 4, accepted: 2, duplicates: 0, rejected: 2 },
  };
  for (const [unit, told] of Object.entries(expected)) {
    const counted = {
      sent: sum(SENT, { unit }),
      accepted: sum(ACCEPTED, { unit }),
      duplicates: sum(DUPLICATES, { unit }),
      rejected: sum(REJECTED, { unit }),
    };
    expect({ unit, ...counted }).toEqual({ unit, ...told });
    expect(counted.sent).toBe(counted.accepted + counted.duplicates + counted.rejected);
    expect(Math.min(counted.accepted, counted.rejected)).toBeGreaterThan(0);
  }
  expect(sum(REJECTED, { unit: 'query', reason: 'too_deep' })).toBeGreaterThan(0);
  expect(sum(REJECTED, { unit: 'query', reason: 'too_large' })).toBeGreaterThan(0);

  const stored = (await dataHealth(ctx, { days: 1 })).outcomes.units;
  for (const { unit, sent, accepted, duplicates, rejected } of stored) {
    const told = expected[unit];
    expect({
      sent,
      accepted,
      duplicates,
      rejected: rejected.reduce((all, { events }) => all + events, 0),
    }).toEqual(told);
  }
  expect(stored.map(({ unit }) => unit).sort()).toEqual(['feedback', 'query', 'score']);
});

test('a commit that fails counts its events as unavailable, and the bad ones for what they are', async () => {
  const { insert } = stores.queryLog;
  stores.queryLog.insert = async (table, rows) => {
    if (table === 'queries') throw new Error('the disk is gone');
    return insert(table, rows);
  };
  try {
    await expect(logQueries(ctx, { queries: [{ question: 'a' }, { question: 'b' }, {}] })).rejects.toThrow();
  } finally {
    stores.queryLog.insert = insert;
  }
  const sum = metricSums(await projectMetrics(ctx));
  expect(sum(SENT, { unit: 'query' })).toBe(3);
  expect(sum(ACCEPTED)).toBe(0);
  expect(sum(REJECTED, { reason: 'unavailable' })).toBe(2);
  expect(sum(REJECTED, { reason: 'invalid' })).toBe(1);
});

const spanOf = (trace: number, fields: object = {}) => ({ ...jsonSpan({ trace, span: 1 }), ...fields });
const logOf = (eventName: string, fields: object = {}) => ({
  traceId: hexId(7, 16),
  timeUnixNano: '1795340144617000000',
  eventName,
  attributes: jsonAttributes({ 'gen_ai.evaluation.name': 'n', 'gen_ai.evaluation.score.value': 0.5 }),
  ...fields,
});

test('spans and log records obey the same; records without an evaluation are counted apart', async () => {
  const send = (path: string, body: object) => door.post(path, JSON.stringify(body));
  const spans = jsonRequest([spanOf(1), spanOf(2), spanOf(2), spanOf(3, { traceId: 'nonsense' })]);
  for (const path of ['/v1/traces', '/api/public/otel/v1/traces'])
    expect((await send(path, spans)).status).toBe(200);
  const logRecords = [
    logOf('gen_ai.evaluation.result'),
    logOf('a line'),
    logOf('another'),
    logOf('gen_ai.evaluation.result', { traceId: 'nonsense' }),
  ];
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
  for (const _ of [1, 2]) expect((await send('/v1/logs', logs)).status).toBe(200);
  const lines = { resourceLogs: [{ scopeLogs: [{ logRecords: [logOf('a line')] }] }] };
  expect((await send('/v1/logs', lines)).status).toBe(200);

  const sum = metricSums(await projectMetrics(ctx));
  const counts = (unit: string) => [SENT, ACCEPTED, DUPLICATES, REJECTED].map((name) => sum(name, { unit }));
  expect(counts('span')).toEqual([8, 2, 4, 2]);
  expect(counts('log_record')).toEqual([4, 1, 1, 2]);
  expect(sum('faultline_log_records_ignored_total')).toBe(5);
  const { units, ignored } = (await dataHealth(ctx, {})).outcomes;
  expect(ignored).toBe(5);
  expect(units.map(({ unit, sent, accepted, duplicates }) => [unit, sent, accepted, duplicates])).toEqual([
    ['log_record', 4, 1, 1],
    ['span', 8, 2, 4],
  ]);
});

test('what a rate limit refused was sent too', async () => {
  await stores.controlPlane.prisma.project.update({
    where: { id: ctx.project.id },
    data: { eventsPerMinute: 3 },
  });
  const send = (events: number) =>
    door.postJson('/api/v1/queries', { queries: Array.from({ length: events }, () => ({ question: 'q' })) });
  expect([(await send(2)).status, (await send(2)).status, (await send(4)).status]).toEqual([200, 429, 413]);
  const sum = metricSums(await projectMetrics(ctx));
  expect([sum(SENT), sum(ACCEPTED)]).toEqual([8, 2]);
  expect(sum(REJECTED, { reason: 'too_many' })).toBe(2);
  expect(sum(REJECTED, { reason: 'too_large' })).toBe(4);
  const spans = jsonRequest([1, 2, 3, 4, 5].map((trace) => spanOf(trace)));
  expect((await door.postJson('/v1/traces', spans)).status).toBe(413);
  expect(metricSums(await projectMetrics(ctx))(REJECTED, { unit: 'span', reason: 'too_large' })).toBe(5);
});

test('replaying quarantine is not sending', async () => {
  await logQueries(ctx, { queries: [{ id: 'x' }, { id: 'y', question: 'q' }] });
  await replayQuarantine(ctx, { all: true });
  expect(metricSums(await projectMetrics(ctx))(SENT)).toBe(2);
});

test('latency, commits and quarantine are of the project of the key alone', async () => {
  const other = await ownerContext(stores);
  await logQueries(other, { queries: [{ question: 'theirs' }, {}] });
  await door.postJson('/api/v1/queries', { queries: [{ question: 'a' }, { question: 'b' }, {}] });
  await door.postJson('/api/v1/queries', { nonsense: true, queries: 1 });
  const text = await projectMetrics(ctx);
  const sum = metricSums(text);
  expect(sum(SENT)).toBe(3);
  expect(sum('faultline_quarantined_events', { unit: 'query', reason: 'invalid' })).toBe(1);
  expect(sum('faultline_commit_queries_sum')).toBe(2);
  expect(sum('faultline_ingest_request_seconds_count', { route: '/api/v1/queries', status: '200' })).toBe(1);
  expect(sum('faultline_ingest_request_seconds_count', { route: '/api/v1/queries', status: '400' })).toBe(1);
  expect(sum('process_resident_memory_bytes')).toBeGreaterThan(0);
  expect(text).not.toContain(other.project.id);
});

test('a key without the read scope reads no metrics', async () => {
  const actor = { kind: 'key', keyId: 'k', name: 'k', scopes: ['ingest'] } as const;
  await expect(projectMetrics({ ...ctx, actor })).rejects.toThrow('read');
});

test('the counts of the page outlive the process, and none is written twice', async () => {
  await logQueries(ctx, { queries: [{ question: 'a' }, {}] });
  const { eventCounts } = ingestState(stores);
  await Promise.all([eventCounts.store(), eventCounts.store()]);
  await logQueries(ctx, { question: 'b' });
  const { units } = (await dataHealth(ctx, {})).outcomes;
  expect(units).toEqual([
    {
      unit: 'query',
      sent: 3,
      accepted: 2,
      duplicates: 0,
      conflicting: 0,
      rejected: [{ reason: 'invalid', events: 1 }],
    },
  ]);
});

test('counts that could not be written are written the next time', async () => {
  await logQueries(ctx, { question: 'a' });
  const { insert } = stores.queryLog;
  stores.queryLog.insert = async () => {
    throw new Error('full');
  };
  await ingestState(stores).eventCounts.store();
  stores.queryLog.insert = insert;
  expect((await dataHealth(ctx, {})).outcomes.units).toMatchObject([{ unit: 'query', sent: 1 }]);
});
