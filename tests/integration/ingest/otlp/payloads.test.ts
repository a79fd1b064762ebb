import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import {
  hexId,
  type JsonSpan,
  jsonRequest,
  jsonSpan,
  protobufRequest,
} from '../../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { type Door, openDoor } from '../door.ts';
import { storedQueries } from './stored.ts';
import { ragTrace } from './traces.ts';

// Some of the faults here are meant, and each would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

const PATHS = ['/v1/traces', '/api/public/otel/v1/traces', '/v1/logs'];
const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';
const EXPECTED = new Set([200, 400, 401, 403, 404, 408, 413, 415, 429, 503]);
/** No answer by then is a hang; even the largest bodies here take a fraction of a second. */
const HANG_MS = 20_000;

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
const prototypes = [Object.prototype, Array.prototype, Map.prototype];
const before = prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join());

beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
  door = await openDoor(ctx);
});
afterAll(async () => {
  expect(prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join())).toEqual(before);
  await door.close();
  await close();
});

interface Sent {
  body: string | Buffer | Uint8Array;
  type?: string;
  headers?: Record<string, string>;
}

/** Sends it to one path and returns the status; whatever it is, no hang and no 500, and a good request still goes. */
async function sendTo(path: string, { body, type = JSON_TYPE, headers = {} }: Sent): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${door.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${door.key}`, 'content-type': type, ...headers },
    body: new Uint8Array(Buffer.from(body)),
    signal: AbortSignal.timeout(HANG_MS),
  });
  await response.arrayBuffer();
  expect(EXPECTED).toContain(response.status);
  const good = await fetch(`http://127.0.0.1:${door.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${door.key}`, 'content-type': JSON_TYPE },
    body: '{}',
  });
  expect(good.status).toBe(200);
  return response.status;
}

async function sendToAll(sent: Sent): Promise<number[]> {
  const statuses: number[] = [];
  for (const path of PATHS) statuses.push(await sendTo(path, sent));
  return statuses;
}

const attributesOf = (sent: JsonSpan | undefined) =>
  (sent?.attributes ?? []) as { key: string; value: object }[];

let spans = 0;
const span = (fields: Parameters<typeof jsonSpan>[1] = {}): JsonSpan =>
  jsonSpan({ trace: 100_000, span: ++spans }, fields);
const withValue = (value: unknown) => ({ ...span(), attributes: [{ key: 'v', value }] });
const request = (...sent: JsonSpan[]) => JSON.stringify(jsonRequest(sent));

describe('encodings', () => {
  const good = Buffer.from(request(span()));
  const gzip = gzipSync(good);
  test.each<[string, Sent, number]>([
    ['double gzip', { body: gzipSync(gzip), headers: { 'content-encoding': 'gzip' } }, 400],
    ['truncated gzip', { body: gzip.subarray(0, -9), headers: { 'content-encoding': 'gzip' } }, 400],
    ['gzip that is none', { body: good, headers: { 'content-encoding': 'gzip' } }, 400],
    ['gzip without its header', { body: gzip }, 400],
    ['deflate', { body: deflateSync(good), headers: { 'content-encoding': 'deflate' } }, 415],
    ['br', { body: good, headers: { 'content-encoding': 'br' } }, 415],
    ['gzip, gzip', { body: gzipSync(gzip), headers: { 'content-encoding': 'gzip, gzip' } }, 415],
    ['UTF-16', { body: Buffer.from(good.toString(), 'utf16le') }, 400],
    ['truncated UTF-8', { body: Buffer.concat([good, Buffer.from([0xe2, 0x82])]) }, 400],
    ['raw surrogates (CESU-8)', { body: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]) }, 400],
    ['overlong UTF-8', { body: Buffer.from([0x22, 0xc0, 0x80, 0x22]) }, 400],
    ['no JSON', { body: '{"resourceSpans":[' }, 400],
    ['a number', { body: '7' }, 400],
    ['a list', { body: '[]' }, 400],
    ['12 MB', { body: Buffer.alloc(12_000_000, ' ') }, 413],
  ])('%s', async (_, sent, status) => {
    expect(await sendToAll(sent)).toEqual(PATHS.map(() => status));
  });

  test('a gzip bomb is dropped before it unfolds', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, ' '));
    const { external } = process.memoryUsage();
    expect(await sendToAll({ body: bomb, headers: { 'content-encoding': 'gzip' } })).toEqual(
      PATHS.map(() => 413),
    );
    expect(process.memoryUsage().external - external).toBeLessThan(200 * 2 ** 20);
  });

  test('gzip of several members is read as one', async () => {
    const halves = [good.subarray(0, 20), good.subarray(20)].map((half) => gzipSync(half));
    expect(
      await sendTo('/v1/traces', { body: Buffer.concat(halves), headers: { 'content-encoding': 'gzip' } }),
    ).toBe(200);
  });
});

describe('protobuf', () => {
  test('random bytes', async () => {
    const random = seededRandom(5);
    for (let i = 0; i < 60; i++) {
      const body = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 200) }, () => random() * 256));
      await sendTo(PATHS[i % PATHS.length] ?? '', { body, type: PROTOBUF });
    }
  });

  test('a good request with any one byte changed, or cut anywhere', async () => {
    const good = Buffer.from(protobufRequest(jsonRequest(ragTrace(900).slice(1, 3))));
    const random = seededRandom(6);
    for (let i = 0; i < 60; i++) {
      const body = Buffer.from(good);
      const at = Math.floor(random() * body.length);
      body[at] = Math.floor(random() * 256);
      await sendTo('/v1/traces', { body: i % 3 === 0 ? body.subarray(0, at) : body, type: PROTOBUF });
    }
  });

  test('lengths that lie', async () => {
    for (const body of [
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
      [0x0a, 0x7f, 0x00],
      [0x0a, 0x80],
    ])
      expect(await sendTo('/v1/traces', { body: Buffer.from(body), type: PROTOBUF })).toBe(400);
  });

  test('JSON called protobuf, and protobuf called JSON', async () => {
    expect(await sendTo('/v1/traces', { body: request(span()), type: PROTOBUF })).toBe(400);
    expect(await sendTo('/v1/traces', { body: protobufRequest(jsonRequest([span()])) })).toBe(400);
  });
});

describe('JSON', () => {
  test.each([64, 65, 5_000, 500_000])('%d levels deep', async (depth) => {
    const value = `${'{"arrayValue":{"values":['.repeat(depth)}{}${']}}'.repeat(depth)}`;
    const body = request({ ...span(), attributes: [{ key: 'v', value: 'DEEP' }] }).replace('"DEEP"', value);
    const status = await sendTo('/v1/traces', { body });
    expect(status).toBe(depth === 64 ? 200 : depth > 200_000 ? 413 : 400);
  });

  test('500,000 levels where nobody looks', async () => {
    for (const path of PATHS)
      expect(await sendTo(path, { body: `{"unknown":${'['.repeat(500_000)}${']'.repeat(500_000)}}` })).toBe(
        200,
      );
  });

  test('keys that every object has', async () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
    const attributes = names.map((key) => ({
      key,
      value: { kvlistValue: { values: [{ key, value: { stringValue: 'x' } }] } },
    }));
    const body = request({ ...ragTrace(901)[1], attributes }, ...ragTrace(901).slice(2));
    const polluting = body.replace('"kind":1', '"__proto__":{"polluted":1},"kind":1');
    expect(await sendTo('/v1/traces', { body: polluting })).toBe(200);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(await storedQueries(ctx, [hexId(901, 16)])).toHaveLength(1);
  });

  test.each([
    ['1e400', '1e400'],
    ['minus zero', '-0'],
    ['beyond 2^53', '9007199254740993'],
    ['NaN', '"NaN"'],
    ['Infinity', '"Infinity"'],
  ])('a number: %s', async (_, number) => {
    const body = request(withValue({ doubleValue: 'NUMBER' })).replace('"NUMBER"', number);
    expect([200, 400]).toContain(await sendTo('/v1/traces', { body }));
  });

  test('a score that is not a number reaches no hit', async () => {
    const [, root, retriever, ...rest] = ragTrace(902);
    const attributes = attributesOf(retriever).map((attribute) =>
      attribute.key.endsWith('.score') ? { ...attribute, value: { doubleValue: 'NaN' } } : attribute,
    );
    expect(
      await sendTo('/v1/traces', { body: request(root ?? {}, { ...retriever, attributes }, ...rest) }),
    ).toBe(200);
    const [row] = await storedQueries(ctx, [hexId(902, 16)]);
    expect(row).toMatchObject({ hit_count: 4 });
  });

  test('controls and lone surrogates in names, keys and values', async () => {
    const all = Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)).join('');
    const [, root, ...rest] = ragTrace(903);
    const attributes = attributesOf(root).map((attribute) =>
      attribute.key === 'input.value'
        ? { ...attribute, value: { stringValue: `Why ${all} SURROGATE?` } }
        : attribute,
    );
    const odd = {
      ...root,
      name: `n${all}`,
      attributes: [...attributes, { key: all, value: { stringValue: all } }],
    };
    const body = request(odd, ...rest).replace('SURROGATE', '\\ud800');
    expect(await sendTo('/v1/traces', { body })).toBe(200);
    const [row] = await storedQueries(ctx, [hexId(903, 16)]);
    expect(row?.question).toContain('␀');
    expect(row?.question).toContain('�');
    expect(row?.marks).toEqual(expect.arrayContaining(['control_characters', 'lone_surrogates']));
  });

  test('10,000 hits are cut at 200, a text of 1 MB at 256 KiB', async () => {
    const documents = Array.from({ length: 1_900 }, (_, i) => ({
      key: `retrieval.documents.${i}.document.id`,
      value: { stringValue: `d${i}` },
    }));
    const long = { key: 'input.value', value: { stringValue: 'word'.repeat(250_000) } };
    const kind = { key: 'openinference.span.kind', value: { stringValue: 'RETRIEVER' } };
    const only = { ...jsonSpan({ trace: 904, span: 1 }), attributes: [kind, long, ...documents] };
    expect(await sendTo('/v1/traces', { body: request(only) })).toBe(200);
    const [row] = await storedQueries(ctx, [hexId(904, 16)]);
    expect(row).toMatchObject({ hit_count: 200 });
    expect(row?.marks).toContain('cut');
  });

  test('any value anywhere', async () => {
    const anything = fc.anything({ withNullPrototype: false, maxDepth: 4 });
    await fc.assert(
      fc.asyncProperty(anything, anything, anything, async (value, fields, group) => {
        const body = JSON.stringify(
          {
            resourceSpans: [
              { scopeSpans: [{ spans: [withValue(value), { ...span(), ...(fields as object) }, value] }] },
              group,
            ],
            resourceLogs: [{ scopeLogs: [{ logRecords: [value, fields] }] }],
          },
          (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner),
        );
        for (const path of PATHS) await sendTo(path, { body });
      }),
      { numRuns: 60 },
    );
  });
});

describe('bodies that come badly', () => {
  const head = (length: number | string, key = door.key) =>
    [
      'POST /v1/traces HTTP/1.1',
      'host: x',
      `authorization: Bearer ${key}`,
      'content-type: application/json',
      `content-length: ${length}`,
      'connection: close',
      '\r\n',
    ].join('\r\n');

  test('a sender that takes too long is told', async () => {
    const strict = await openDoor(ctx, { requestMs: 1_000 });
    const spaces = Array.from({ length: 40 }, () => ' ');
    const answer = await strict.raw([head(1_000, strict.key), ...spaces], { everyMs: 100 });
    expect(answer).toContain('408');
    expect(answer).toContain('"message"');
    await strict.close();
  });

  test('less than was promised is never stored', async () => {
    const body = request(...ragTrace(905));
    await door.raw([head(body.length + 10), body], { closeAtOnce: true });
    expect(await storedQueries(ctx, [hexId(905, 16)])).toEqual([]);
  });
});
