import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addFeedback } from '#lib/ingest/add-feedback.ts';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { ingestState } from '#lib/ingest/ingest-state.ts';
import { keepSpansFor } from '#lib/ingest/keep-spans-for.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { spansOfJson } from '#lib/ingest/otlp/json-request.ts';
import { receivedSpans } from '#lib/ingest/otlp/received-spans.ts';
import { readTrace } from '#lib/ingest/queries/read-trace.ts';
import { storeSpans } from '#lib/ingest/store-spans.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { hexId, type JsonSpan, jsonRequest, jsonSpan } from '../../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { testSize } from '../../../support/test-size.ts';
import { contentOf, storedQueries } from './stored.ts';
import { ragTrace } from './traces.ts';

const DELIVERIES = testSize('otlpDeliveries');

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

function sendSpans(ctx: Context, spans: readonly JsonSpan[]) {
  return storeSpans(ctx, receivedSpans(spansOfJson(Buffer.from(JSON.stringify(jsonRequest(spans))))));
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = items.map((item) => ({ item, at: random() }));
  return order.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

/** Every piece at least once, some twice, in any order and any grouping. */
function deliveries<T>(items: readonly T[], random: () => number): T[][] {
  const resent = items.filter(() => random() < 0.3);
  const parts: T[][] = [[]];
  for (const item of shuffled([...items, ...resent], random)) {
    if (random() < 0.4) parts.push([]);
    parts.at(-1)?.push(item);
  }
  return parts;
}

/** What the project holds of each trace, without its ids and times of arrival. */
async function contents(ctx: Context): Promise<unknown[]> {
  const rows = await storedQueries(ctx);
  return rows.map((row) => {
    const { query_id: _q, trace_id: _t, content_hash: _h, ...content } = contentOf(row);
    return content;
  });
}

type Piece = { span: JsonSpan } | { json: Record<string, unknown> };

async function deliver(ctx: Context, pieces: readonly Piece[], random: () => number): Promise<void> {
  for (const part of deliveries(pieces, random)) {
    const spans = part.flatMap((piece) => ('span' in piece ? [piece.span] : []));
    if (spans.length > 0) await sendSpans(ctx, spans);
    for (const piece of part)
      if ('json' in piece) await logQueries(ctx, { queries: [structuredClone(piece.json)] });
  }
}

const asSpans = (spans: readonly JsonSpan[]): Piece[] => spans.map((span) => ({ span }));

describe('whatever the order, the grouping and the repeats, the query is the same', () => {
  const traces: Record<string, (trace: number) => Piece[]> = {
    'a whole trace': (trace) => asSpans(ragTrace(trace)),
    'without its roots': (trace) => asSpans(ragTrace(trace).slice(2)),
    'of which a span was sent before it ended': (trace) => {
      const [root, ...rest] = ragTrace(trace);
      const unfinished = { ...rest[4], endTimeUnixNano: undefined, attributes: [] };
      return [...asSpans([root ?? {}, ...rest]), { span: unfinished }];
    },
    'that JSON names too': (trace) => [
      ...asSpans(ragTrace(trace)),
      {
        json: {
          id: `json-${trace}`,
          traceId: hexId(trace, 16),
          question: 'As the application put it',
          model: 'mine',
          tokens: { input: 1000 },
          startedAt: 1_795_340_144_000,
          metadata: { tenant: 'a' },
        },
      },
    ],
  };
  for (const [name, pieces] of Object.entries(traces))
    test(name, async () => {
      const reference = await ownerContext(stores);
      await deliver(reference, pieces(0), () => 0.9);
      const [expected, ...others] = await contents(reference);
      expect(others).toEqual([]);
      expect(expected).toMatchObject({ answer: 'Two years [1].', retrieved: true });

      const ctx = await ownerContext(stores);
      const random = seededRandom(7);
      await Promise.all(Array.from({ length: DELIVERIES }, (_, i) => deliver(ctx, pieces(i), random)));
      const found = await contents(ctx);
      expect(found).toHaveLength(DELIVERIES);
      for (const content of found) expect(content).toEqual(expected);
    });
});

test('pieces of one trace that come at the same moment are all there', async () => {
  const ctx = await ownerContext(stores);
  for (let trace = 0; trace < 5; trace++)
    await Promise.all(ragTrace(trace).map((span) => sendSpans(ctx, [span])));
  const rows = await storedQueries(ctx);
  expect(rows.map((row) => [row.hit_count, row.input_tokens, row.question])).toEqual(
    Array(5).fill([4, 222, 'How long is the guarantee?']),
  );
});

test('a span that comes late changes the query, keeps its hour and raises its version', async () => {
  const ctx = await ownerContext(stores);
  const spans = ragTrace(1);
  await sendSpans(ctx, spans.slice(2, 4));
  const [before] = await storedQueries(ctx);
  expect(before).toMatchObject({ question: 'guarantee length', answer: null, hit_count: 4 });
  await sendSpans(ctx, [...spans.slice(0, 2), ...spans.slice(4)]);
  const [after, ...others] = await storedQueries(ctx);
  expect(others).toEqual([]);
  expect(after).toMatchObject({ answer: 'Two years [1].', hit_count: 4, bucket: before?.bucket });
  expect(after?.version).toBeGreaterThan(before?.version ?? Number.POSITIVE_INFINITY);
});

test('a span sent again is one row', async () => {
  const ctx = await ownerContext(stores);
  const spans = ragTrace(1);
  await sendSpans(ctx, spans);
  await sendSpans(ctx, spans);
  const rows = await stores.queryLog.rows(
    z.object({ n: z.number(), once: z.number() }),
    'SELECT count() AS n, uniqExact(span_id) AS once FROM spans WHERE project_id = {project:String}',
    { project: ctx.project.id },
  );
  expect(rows).toEqual([{ n: spans.length, once: spans.length }]);
});

test('every retrieval is kept, and each hit names its own', async () => {
  const ctx = await ownerContext(stores);
  await sendSpans(ctx, ragTrace(1));
  const [row] = await storedQueries(ctx);
  const stored = JSON.parse(row?.retrievals ?? '');
  expect(stored.retrievals).toMatchObject([
    { name: 'handbook', isUsed: true, hits: [{ id: 'doc-0' }, { id: 'doc-1' }, { id: 'doc-2' }] },
    { name: 'tickets', isUsed: true, hits: [{ id: 'doc-0' }] },
  ]);
  expect(stored.ofHits).toEqual([0, 1, 0, 0]);
});

test('a trace without a model or a retrieval makes no query', async () => {
  const ctx = await ownerContext(stores);
  await sendSpans(ctx, [jsonSpan({ trace: 1, span: 1 }, { name: 'GET /health' })]);
  expect(await storedQueries(ctx)).toEqual([]);
});

test('of a trace in two projects each sees its own part', async () => {
  const [mine, other] = [await ownerContext(stores), await ownerContext(stores)];
  await sendSpans(mine, ragTrace(1).slice(0, 4));
  await sendSpans(other, ragTrace(1).slice(4));
  expect(await storedQueries(mine)).toMatchObject([{ hit_count: 4, input_tokens: null }]);
  expect(await storedQueries(other)).toMatchObject([{ hit_count: 0, input_tokens: 222 }]);
});

describe('a query sent as JSON that names its trace', () => {
  const json = {
    id: 'mine',
    traceId: hexId(1, 16),
    question: 'From JSON',
    hits: [{ id: 'j', text: 'JSON hit' }],
  };

  test('keeps its id where it came first', async () => {
    const ctx = await ownerContext(stores);
    await logQueries(ctx, { ...json });
    await sendSpans(ctx, ragTrace(1));
    expect(await storedQueries(ctx)).toMatchObject([
      { query_id: 'mine', question: 'From JSON', hit_ids: ['j'], answer: 'Two years [1].' },
    ]);
    expect(await logQueries(ctx, { ...json })).toMatchObject({ accepted: 0, duplicates: 1, ids: ['mine'] });
  });

  test('is found under both ids where its spans came first', async () => {
    const ctx = await ownerContext(stores);
    await sendSpans(ctx, ragTrace(1));
    await addFeedback(ctx, { queryId: 'mine', feedback: { score: -1, comment: 'early' } });
    expect(await logQueries(ctx, { ...json })).toMatchObject({ accepted: 1, ids: ['mine'] });
    await addFeedback(ctx, { queryId: 'mine', feedback: { score: 1, userId: 'late' } });
    expect(await storedQueries(ctx)).toMatchObject([
      { query_id: hexId(1, 16), question: 'From JSON', hit_ids: ['j'], answer: 'Two years [1].' },
    ]);
    expect(await logQueries(ctx, { ...json })).toMatchObject({ accepted: 0, duplicates: 1 });
    const feedback = await stores.queryLog.rows(
      z.object({ score: z.number() }),
      'SELECT score FROM feedback WHERE project_id = {project:String} AND query_id = {id:String} ORDER BY user_id',
      { project: ctx.project.id, id: hexId(1, 16) },
    );
    expect(feedback).toEqual([{ score: -1 }, { score: 1 }]);
  });

  test('is one query where both use the trace id', async () => {
    for (const jsonFirst of [true, false]) {
      const ctx = await ownerContext(stores);
      const steps = [
        () => logQueries(ctx, { ...json, id: hexId(1, 16), traceId: undefined }),
        () => sendSpans(ctx, ragTrace(1)),
      ];
      for (const step of jsonFirst ? steps : steps.reverse()) await step();
      expect(await storedQueries(ctx)).toMatchObject([
        { query_id: hexId(1, 16), question: 'From JSON', answer: 'Two years [1].' },
      ]);
    }
  });

  test('a second query of the same trace stands on its own', async () => {
    const ctx = await ownerContext(stores);
    await logQueries(ctx, { ...json });
    await sendSpans(ctx, ragTrace(1));
    await logQueries(ctx, { ...json, id: 'second', question: 'Another' });
    expect((await storedQueries(ctx)).map((row) => [row.query_id, row.answer])).toEqual([
      ['mine', 'Two years [1].'],
      ['second', null],
    ]);
  });
});

describe('deleting', () => {
  test('a query takes its spans with it, and it can be sent again', async () => {
    const ctx = await ownerContext(stores);
    await sendSpans(ctx, [...ragTrace(1), ...ragTrace(2)]);
    const id = hexId(1, 16);
    await logQueries(ctx, { id: 'mine', traceId: id, question: 'From JSON' });
    expect(await deleteQueries(ctx, { ids: [id] }, 1)).toEqual({ matching: 1, deleted: 1 });
    expect((await storedQueries(ctx)).map((row) => row.query_id)).toEqual([hexId(2, 16)]);
    await sendSpans(ctx, ragTrace(1).slice(5));
    expect(await storedQueries(ctx, [id])).toMatchObject([{ hit_count: 0, output_tokens: 13 }]);
    expect(await logQueries(ctx, { id: 'mine', traceId: id, question: 'Again' })).toMatchObject({
      accepted: 1,
    });
  });
});

test('the trace of a query is read with its retrievals, under either id', async () => {
  const ctx = await ownerContext(stores);
  await sendSpans(ctx, shuffled(ragTrace(1), seededRandom(1)));
  await logQueries(ctx, { id: 'mine', traceId: hexId(1, 16).toUpperCase(), question: 'From JSON' });
  const trace = await readTrace(ctx, 'mine');
  expect(trace).toEqual(await readTrace(ctx, hexId(1, 16)));
  expect((await readQuery(ctx, 'mine')).id).toBe(hexId(1, 16));
  expect(trace.spans.map(({ name, depth, offsetMs, step }) => [name, depth, offsetMs, step])).toEqual([
    ['POST /ask', 0, 0, null],
    ['rag', 1, 10, 'chain'],
    ['handbook', 2, 20, 'retrieval'],
    ['tickets', 2, 30, 'retrieval'],
    ['rewrite', 2, 200, 'model'],
    ['lookup', 2, 330, 'tool'],
    ['answer', 2, 400, 'model'],
  ]);
  expect(trace.retrievals.map(({ name, hits }) => [name, hits?.map(({ text }) => text)])).toEqual([
    ['handbook', ['The guarantee is two years.', 'Batteries have one year.', 'Shipping is free.']],
    ['tickets', ['A ticket about the guarantee.']],
  ]);
  await expect(readTrace(ctx, 'missing')).rejects.toMatchObject({ kind: 'not_found' });
  await expect(readTrace(await ownerContext(stores), 'mine')).rejects.toMatchObject({ kind: 'not_found' });
});

test('spans expire, the query stays, and what comes later does not make it poorer', async () => {
  const ctx = await ownerContext(stores);
  await sendSpans(ctx, ragTrace(1));
  const { groupCommit } = ingestState(stores);
  await keepSpansFor(stores.queryLog, 3);
  await keepSpansFor(stores.queryLog, 3);
  const old = { ...ctx, now: () => new Date(Date.now() - 5 * 86_400_000) };
  await sendSpans(old, ragTrace(2));
  groupCommit.keepSpansFor(3);
  const [before] = await storedQueries(ctx, [hexId(2, 16)]);
  expect(before).toMatchObject({ input_tokens: 222 });
  expect((await readTrace(ctx, hexId(2, 16))).spans).toEqual([]);
  await sendSpans(ctx, ragTrace(2).slice(2, 3));
  expect(await storedQueries(ctx, [hexId(2, 16)])).toEqual([before]);
  expect((await readTrace(ctx, hexId(2, 16))).retrievals).toHaveLength(2);
  await keepSpansFor(stores.queryLog, 30);
  groupCommit.keepSpansFor(30);
});
