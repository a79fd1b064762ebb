import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { LIMITS } from '#lib/ingest/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { meetingOf } from '../../support/meeting.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type Door, openDoor } from './door.ts';
import { countRows, storedQuery } from './stored-queries.ts';

// Faults of the store are meant here, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

const QUERIES = '/api/v1/queries';
const MIB = 2 ** 20;
let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
  door = await openDoor(ctx);
});
afterAll(async () => {
  await door.close();
  await close();
});

const head = (headers: Record<string, string | number>, path = QUERIES) =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${door.key}\r\ncontent-type: application/json\r\n${Object.entries(
    headers,
  )
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
/** An event whose brackets are nested `depth` levels deep, the event itself being the first. */
const nested = (depth: number) =>
  `{"question":"deep","metadata":{"a":${'['.repeat(depth - 2)}${']'.repeat(depth - 2)}}}`;

describe('who may send', () => {
  test('a key with the scope, and nobody else', async () => {
    const body = JSON.stringify({ question: 'q' });
    expect((await door.post(QUERIES, body)).status).toBe(200);
    for (const authorization of ['', 'Basic abc', 'Bearer flt_unknown']) {
      const answer = await door.post(QUERIES, body, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    const reader = await openDoor(ctx, { scopes: ['read'] });
    expect((await reader.post(QUERIES, body)).status).toBe(403);
    await reader.close();
  });

  test('only at its own paths and by POST', async () => {
    expect(door.ingest.handles('POST', QUERIES)).toBe(true);
    expect(door.ingest.handles('POST', `${QUERIES}/a%2Fb/feedback`)).toBe(true);
    expect(door.ingest.handles('POST', '/api/v1/chunks')).toBe(true);
    for (const [method, path] of [
      ['GET', QUERIES],
      ['DELETE', QUERIES],
      ['POST', `${QUERIES}/a`],
      ['POST', `${QUERIES}/tags`],
      ['POST', '/api/v1/labels'],
    ] as const)
      expect(door.ingest.handles(method, path), `${method} ${path}`).toBe(false);
  });
});

describe('content', () => {
  test('a query, feedback on it and chunks are stored', async () => {
    const query = await door.postJson(QUERIES, { id: 'sent/1', question: 'q', hits: [] });
    expect(query.body).toEqual({ accepted: 1, duplicates: 0, ids: ['sent/1'], rejected: [] });
    const feedback = await door.postJson(`${QUERIES}/sent%2F1/feedback`, { score: -1, comment: 'no' });
    expect(feedback).toMatchObject({ status: 200, body: { id: 'sent/1' } });
    expect(await countRows(ctx, 'feedback', "query_id = 'sent/1' AND score = -1")).toBe(1);
    expect((await door.postJson(`${QUERIES}/x/feedback`, { score: 5 })).status).toBe(400);
    expect((await door.post(`${QUERIES}/%ff/feedback`, '{"score":1}')).status).toBe(400);
    expect((await door.postJson('/api/v1/chunks', { chunks: [{ id: 'c', text: 't' }] })).body.accepted).toBe(
      1,
    );
  });

  test('nesting: 64 levels 200; 65, 5,000 and 500,000 are 400', async () => {
    for (const [depth, status] of [
      [64, 200],
      [65, 400],
      [5_000, 400],
      [500_000, 400],
    ] as const)
      expect((await door.post(QUERIES, nested(depth))).status, String(depth)).toBe(status);
  });

  test('one event nested too deeply does not touch its neighbours', async () => {
    const body = `{"queries":[{"question":"before"},${nested(5_000)},{"question":"after"}]}`;
    const answer = await door.post(QUERIES, body);
    expect(answer.body).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'too_deep' }] });
  });

  test('controls in key, value and id are stored as pictures, and found', async () => {
    const body = '{"id":"nul\\u0000id","question":"a\\u0000b\\u001f c","metadata":{"k\\u0007":"v\\u0001"}}';
    expect((await door.post(QUERIES, body)).body).toMatchObject({ accepted: 1, ids: ['nul␀id'] });
    const row = await storedQuery(
      ctx,
      'nul␀id',
      z.object({
        question: z.string(),
        metadata: z.record(z.string(), z.string()),
        marks: z.array(z.string()),
      }),
      'question, metadata, marks',
    );
    expect(row).toEqual({ question: 'a␀b␟ c', metadata: { 'k␇': 'v␁' }, marks: ['control_characters'] });
    expect(await countRows(ctx, 'queries', "hasAllTokens(question, ['a␀b␟'])")).toBe(1);
  });

  test('escaped lone surrogates are mended, wrong bytes are refused', async () => {
    const escaped = await door.post(QUERIES, '{"id":"lone","question":"x\\ud800y\\udc00"}');
    expect(escaped.body.accepted).toBe(1);
    const row = await storedQuery(ctx, 'lone', z.object({ question: z.string() }), 'question');
    expect(row?.question).toBe('x\ufffdy\ufffd');
    const wrap = (bytes: number[]) =>
      Buffer.concat([Buffer.from('{"question":"'), Buffer.from(bytes), Buffer.from('"}')]);
    const wrong = {
      'surrogate as CESU-8': wrap([0xed, 0xa0, 0x80]),
      overlong: wrap([0xc0, 0xaf]),
      truncated: wrap([0xe2, 0x82]),
      'UTF-16': Buffer.from('\ufeff{"question":"q"}', 'utf16le'),
    };
    for (const [name, body] of Object.entries(wrong))
      expect((await door.post(QUERIES, body)).status, name).toBe(400);
    expect((await door.post(QUERIES, '\ufeff{"question":"with BOM"}')).status).toBe(200);
  });

  test('numbers: what a double cannot hold is refused with its path, never stored as null', async () => {
    const answer = await door.post(
      QUERIES,
      `{"queries":[{"question":"q","hits":[{"id":"a","score":1e400}]},{"question":"q","costUsd":-1e999},
        {"question":"q","hits":[{"id":"a","score":"NaN"}]},{"id":"zero","question":"q","hits":[{"id":"a","score":-0}]},
        {"question":"q","tokens":{"input":9007199254740993}},{"question":"q","metadata":{"n":1e200000}}]}`,
    );
    expect(answer.body.accepted).toBe(1);
    expect(answer.body.rejected.map(({ index, path }) => [index, path])).toEqual([
      [0, 'hits.0.score'],
      [1, 'costUsd'],
      [2, 'hits.0.score'],
      [4, 'tokens.input'],
      [5, 'metadata.n'],
    ]);
    expect((await door.post(QUERIES, '{"question":"q","costUsd":NaN}')).status).toBe(400);
  });

  test('hostile and repeated keys change nothing but their event', async () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    for (const key of [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'queries.__proto__',
    ]) {
      const answer = await door.post(
        QUERIES,
        `{"id":"key ${key}","question":"1","question":"2","${key}":{"x":1},"metadata":{"${key}":"v","a":{"${key}":{"x":1}}},"hits":[{"id":"h","metadata":{"${key}":1}}]}`,
      );
      expect(answer.body.accepted, key).toBe(1);
      const row = await storedQuery(
        ctx,
        `key ${key}`,
        z.object({ question: z.string(), value: z.string(), hit: z.string() }),
        `question, metadata['${key}'] AS value, hit_metadata[1] AS hit`,
      );
      expect(row).toEqual({ question: '2', value: 'v', hit: `{"${key}":1}` });
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
  });

  test('long: 10,000 hits, a 5 MB answer, a word of 1 MB', async () => {
    const hits = Array.from({ length: 10_000 }, (_, i) => ({ id: `h${i}`, text: `text ${i}` }));
    const answer = await door.postJson(QUERIES, {
      queries: [
        { id: 'many', question: 'q', hits },
        { id: 'long', question: 'q', answer: 'answer '.repeat(700_000) },
        { id: 'word', question: 'w'.repeat(1_000_000) },
      ],
    });
    expect(answer.body).toMatchObject({ accepted: 3, rejected: [] });
    const schema = z.object({
      hit_count: z.number(),
      marks: z.array(z.string()),
      cut_lengths: z.record(z.string(), z.number()),
      bytes: z.number(),
    });
    const columns = "hit_count, marks, cut_lengths, length(question) + length(ifNull(answer, '')) AS bytes";
    expect(await storedQuery(ctx, 'many', schema, columns)).toMatchObject({
      hit_count: 200,
      marks: ['hits_cut'],
    });
    expect(await storedQuery(ctx, 'long', schema, columns)).toMatchObject({
      cut_lengths: { answer: 4_900_000 },
      bytes: LIMITS.fieldBytes + 1,
    });
    expect(await storedQuery(ctx, 'word', schema, columns)).toMatchObject({
      cut_lengths: { question: 1_000_000 },
    });
  });
});

describe('encoding and size', () => {
  const gzip = { 'content-encoding': 'gzip' };
  const body = Buffer.from('{"question":"zipped"}');

  test('gzip is taken, whole and in members; what is no gzip is 400', async () => {
    expect((await door.post(QUERIES, gzipSync(body), gzip)).status).toBe(200);
    const members = Buffer.concat([gzipSync(body.subarray(0, 5)), gzipSync(body.subarray(5))]);
    expect((await door.post(QUERIES, members, gzip)).status).toBe(200);
    const wrong = {
      plain: body,
      truncated: gzipSync(body).subarray(0, -3),
      'trailing garbage': Buffer.concat([gzipSync(body), Buffer.from('garbage')]),
      'gzip in gzip': gzipSync(gzipSync(body)),
      empty: Buffer.alloc(0),
    };
    for (const [name, bytes] of Object.entries(wrong)) {
      const answer = await door.post(QUERIES, bytes, gzip);
      expect([name, answer.status, answer.body.error?.code]).toEqual([name, 400, 'invalid']);
    }
    expect((await door.post(QUERIES, gzipSync(body))).status).toBe(400);
  });

  test.each(['deflate', 'br', 'gzip, gzip', 'x-unknown'])('Content-Encoding %s is 415', async (encoding) => {
    expect((await door.post(QUERIES, body, { 'content-encoding': encoding })).status).toBe(415);
  });

  test.each([
    'text/plain',
    'application/x-protobuf',
    'application/jsonp',
    'application/json; charset=utf-16',
  ])('Content-Type %s is 415', async (type) => {
    expect((await door.post(QUERIES, body, { 'content-type': type })).status).toBe(415);
  });

  test('a bomb is 413 and takes no memory', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MIB));
    expect(bomb.length).toBeLessThan(MIB);
    await door.post(QUERIES, gzipSync(body), gzip);
    // Buffers, where the content would be; what the engine does meanwhile is not counted.
    const before = process.memoryUsage().external;
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().external);
    }, 2);
    const answer = await door.post(QUERIES, bomb, gzip);
    clearInterval(watch);
    expect(answer.status).toBe(413);
    expect(peak - before).toBeLessThan(64 * MIB);
    expect((await door.post(QUERIES, gzipSync(bomb), gzip)).status).toBe(400);
  });

  test('32 MiB inflated are read, a byte more is not; likewise 8 MiB as sent', async () => {
    const padded = (bytes: number) => {
      const text = Buffer.alloc(bytes, ' ');
      text.write('{"queries":[]}');
      return text;
    };
    expect((await door.post(QUERIES, gzipSync(padded(LIMITS.inflatedBytes)), gzip)).status).toBe(200);
    expect((await door.post(QUERIES, gzipSync(padded(LIMITS.inflatedBytes + 1)), gzip)).status).toBe(413);
    expect((await door.post(QUERIES, padded(LIMITS.wireBytes))).status).toBe(200);
    expect((await door.post(QUERIES, padded(LIMITS.wireBytes + 1))).status).toBe(413);
    const chunk = Buffer.alloc(MIB, ' ');
    const chunked = [head({ 'transfer-encoding': 'chunked' })].concat(
      Array.from({ length: 9 }, () => `100000\r\n${chunk.toString()}\r\n`),
    );
    expect(statusOf(await door.raw(chunked))).toBe(413);
  });

  test('100 MB announced are refused before they come', async () => {
    expect(statusOf(await door.raw([head({ 'content-length': 100 * MIB }), 'x']))).toBe(413);
  });

  test.each(['', '{', '{"question":"q"} x', '[]', '"q"', '{"queries":{}}', 'null'])(
    'a body that is no batch is 400: %j',
    async (text) => {
      expect((await door.post(QUERIES, text)).status).toBe(400);
    },
  );
});

describe('senders that lie or falter leave nothing behind', () => {
  const event = (id: string) => `{"id":"${id}","question":"q"}`;
  const isStored = (id: string) => countRows(ctx, 'queries', `query_id = '${id}'`);

  test('more announced than sent, then closed', async () => {
    const text = event('short');
    await door.raw([head({ 'content-length': text.length + 10 }), text], { everyMs: 20, closeAtOnce: true });
    expect(await isStored('short')).toBe(0);
  });

  test('less announced than sent: the JSON is cut and refused', async () => {
    const text = event('lie');
    const answer = await door.raw([head({ 'content-length': text.length - 5, connection: 'close' }) + text]);
    expect(statusOf(answer)).toBe(400);
    expect(await isStored('lie')).toBe(0);
  });

  test('a byte now and then is 408 at the deadline', async () => {
    const strict = await openDoor(ctx, { requestMs: 1_000 });
    const text = event('slow');
    // More bytes than ever come: without a deadline for the whole this would be waited for until the test ends.
    const length = text.length + 100_000;
    const bytes = [...text, ...Array.from({ length: 100_000 }, () => ' ')];
    const strictHead = head({ 'content-length': length }).replace(door.key, strict.key);
    expect(statusOf(await strict.raw([strictHead, ...bytes], { everyMs: 150 }))).toBe(408);
    expect(await isStored('slow')).toBe(0);
    await strict.close();
  });

  test('chunks in pieces are read, a broken chunk is not', async () => {
    const text = event('chunked');
    const pieces = [...text].map((byte) => `1\r\n${byte}\r\n`);
    const headers = { 'transfer-encoding': 'chunked', connection: 'close' };
    expect(statusOf(await door.raw([head(headers), ...pieces, '0\r\n\r\n']))).toBe(200);
    expect(await isStored('chunked')).toBe(1);
    await door.raw([head(headers), `5\r\n${event('bad')}`], { everyMs: 20, closeAtOnce: true });
    expect(await isStored('bad')).toBe(0);
  });
});

describe('faults of the server', () => {
  test('are 503 with Retry-After, never 500', async () => {
    const queryLog = {
      ...stores.queryLog,
      insert: () => Promise.reject(new Error('a store that is not there')),
    };
    const broken = await openDoor({ ...ctx, stores: { ...stores, queryLog } });
    const answer = await broken.postJson(QUERIES, { question: 'q' });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await broken.close();
  });

  test('a drain answers what has begun and refuses the rest', async () => {
    const draining = await openDoor(ctx, { drainMs: 2_000 });
    const text = '{"id":"late","question":"q"}';
    const lateHead = head({ 'content-length': text.length, connection: 'close' }).replace(
      door.key,
      draining.key,
    );
    const haveBegun = meetingOf(3);
    draining.server.on('request', haveBegun);
    const lastByte = Promise.withResolvers<string>();
    const stuck = draining.raw([lateHead, text.slice(0, -1)]);
    const inTime = draining.raw([lateHead, text.slice(0, -1), lastByte.promise]);
    await haveBegun();
    const drained = draining.ingest.drain();
    const refused = await draining.postJson(QUERIES, { question: 'q' });
    expect(refused).toMatchObject({ status: 503 });
    expect(refused.headers.get('connection')).toBe('close');
    lastByte.resolve(text.slice(-1));
    await drained;
    expect(statusOf(await inTime)).toBe(200);
    expect(statusOf(await stuck)).toBe(503);
    await draining.close();
  });

  test('more in flight than memory may hold is 503 until there is room', async () => {
    const crowded = await openDoor(ctx);
    const bytes = LIMITS.wireBytes;
    const crowdHead = head({ 'content-length': bytes }).replace(door.key, crowded.key);
    const senders = Array.from({ length: 17 }, () => crowded.raw([crowdHead, Buffer.alloc(bytes - 1, ' ')]));
    const first = await Promise.race(senders);
    expect(statusOf(first)).toBe(503);
    expect(first).toMatch(/retry-after: 2/i);
    expect((await crowded.postJson(QUERIES, { question: 'q' })).status).toBe(200);
    await crowded.close();
    await Promise.all(senders);
  });
});
