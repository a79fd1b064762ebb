import { gzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { StatusSchema } from '#lib/ingest/otlp/generated/google/rpc/status_pb.js';
import { ExportTraceServiceResponseSchema } from '#lib/ingest/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { hexId, jsonRequest, jsonSpan, protobufRequest } from '../../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { type Door, openDoor } from '../door.ts';
import { storedQueries } from './stored.ts';

// One fault here is meant, and would be logged with its stack.
vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

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

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
let trace = 0;

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  options: { path?: string; method?: string; headers?: Record<string, string>; type?: string } = {},
) {
  const { path = '/v1/traces', method = 'POST', headers = {}, type = JSON_TYPE } = options;
  const response = await fetch(`http://127.0.0.1:${door.port}${path}`, {
    method,
    headers: { authorization: `Bearer ${door.key}`, 'content-type': type, ...headers },
    ...(method === 'POST' ? { body } : {}),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    bytes,
    text: Buffer.from(bytes).toString(),
  };
}

function chat(traceNumber: number, question = 'Why?') {
  return jsonSpan(
    { trace: traceNumber, span: 1 },
    {
      name: 'chat m',
      kind: 3,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'm',
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: question }] },
        ]),
        'gen_ai.output.messages': JSON.stringify([
          { role: 'assistant', parts: [{ type: 'text', content: 'Because.' }], finish_reason: 'stop' },
        ]),
      },
    },
  );
}

describe('answers', () => {
  test('full success is empty: {} in JSON, zero bytes in protobuf', async () => {
    const json = await send(JSON.stringify(jsonRequest([chat(++trace)])));
    expect(json).toMatchObject({ status: 200, type: JSON_TYPE, text: '{}' });
    const id = hexId(trace, 16);
    expect(await storedQueries(ctx, [id])).toMatchObject([
      { query_id: id, question: 'Why?', answer: 'Because.', model: 'm', dialect: 'otlp:gen-ai' },
    ]);
    const protobuf = await send(protobufRequest(jsonRequest([chat(++trace)])), { type: PROTOBUF });
    expect(protobuf).toMatchObject({ status: 200, type: PROTOBUF, text: '' });
    expect(await storedQueries(ctx, [hexId(trace, 16)])).toHaveLength(1);
  });

  test.each([
    ['JSON', '{}', JSON_TYPE],
    ['JSON without spans', JSON.stringify(jsonRequest([])), JSON_TYPE],
    ['protobuf', new Uint8Array(), PROTOBUF],
  ])('an empty request in %s is a success', async (_, body, type) => {
    expect(await send(body, { type })).toMatchObject({ status: 200, type });
  });

  test('parameters of the content type and its case do not matter', async () => {
    const body = JSON.stringify(jsonRequest([chat(++trace)]));
    expect((await send(body, { type: 'Application/JSON; charset=utf-8' })).status).toBe(200);
  });

  test.each(['gzip', 'none'])('compression: %s, in pieces without a length', async (encoding) => {
    const body = Buffer.from(JSON.stringify(jsonRequest([chat(++trace)])));
    const sent = encoding === 'gzip' ? gzipSync(body) : body;
    const head = [
      'POST /v1/traces HTTP/1.1',
      'host: x',
      `authorization: Bearer ${door.key}`,
      'content-type: application/json',
      ...(encoding === 'gzip' ? ['content-encoding: gzip'] : []),
      'transfer-encoding: chunked',
      'connection: close',
      '\r\n',
    ].join('\r\n');
    const pieces = [0, 1, 2].map((i) => sent.subarray((i * sent.length) / 3, ((i + 1) * sent.length) / 3));
    const answer = await door.raw([
      head,
      ...pieces.map((piece) =>
        Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
      ),
      '0\r\n\r\n',
    ]);
    expect(answer).toContain('200 OK');
    expect(await storedQueries(ctx, [hexId(trace, 16)])).toHaveLength(1);
  });

  test('what is bad is reported, its neighbours are stored', async () => {
    const spans = [{ ...jsonSpan({ trace: 1, span: 5 }), traceId: 'nonsense' }, chat(++trace)];
    const json = await send(JSON.stringify(jsonRequest(spans)));
    expect(json.status).toBe(200);
    expect(JSON.parse(json.text)).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('traceId') },
    });
    const bad = { ...jsonSpan({ trace: 1, span: 5 }), startTimeUnixNano: '0' };
    const protobuf = await send(protobufRequest(jsonRequest([bad, chat(++trace)])), { type: PROTOBUF });
    const { partialSuccess } = fromBinary(ExportTraceServiceResponseSchema, protobuf.bytes);
    expect(partialSuccess).toMatchObject({
      rejectedSpans: 1n,
      errorMessage: expect.stringContaining('startTimeUnixNano'),
    });
    expect(await storedQueries(ctx, [hexId(trace - 1, 16), hexId(trace, 16)])).toHaveLength(2);
  });
});

describe('errors', () => {
  test('carry a Status in the encoding of the request', async () => {
    const json = await send('{"resourceSpans": 7}');
    expect(json).toMatchObject({ status: 400, type: JSON_TYPE });
    expect(JSON.parse(json.text)).toEqual({ code: 3, message: expect.stringContaining('resourceSpans') });
    const protobuf = await send(new Uint8Array([7, 7, 7, 7]), { type: PROTOBUF });
    expect(protobuf).toMatchObject({ status: 400, type: PROTOBUF });
    expect(fromBinary(StatusSchema, protobuf.bytes)).toMatchObject({
      code: 3,
      message: expect.stringContaining('protobuf'),
    });
  });

  test.each(['/v1/traces', '/v1/logs', '/api/public/otel/v1/traces'])('%s takes POST only', async (path) => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await send('', { path, method })).status).toBe(405);
    expect(door.ingest.handles('GET', path)).toBe(true);
  });

  test.each([
    'text/plain',
    'application/protobuf2',
    'multipart/form-data',
    'application/json; charset=utf-16',
  ])('a body in %s is not taken', async (type) => {
    expect((await send('{}', { type })).status).toBe(415);
  });

  test('a logs export sent to traces is refused with a hint', async () => {
    const record = { timeUnixNano: '1795340144617000000', body: { stringValue: 'a line' } };
    const logs = { resourceSpans: [{ scopeSpans: [{ spans: [record, record] }] }] };
    const answer = await send(JSON.stringify(logs));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('/v1/logs');
  });

  test('a key that may not write is refused', async () => {
    const reader = await openDoor(ctx, { scopes: ['read'] });
    const response = await fetch(`http://127.0.0.1:${reader.port}/v1/traces`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader.key}`, 'content-type': PROTOBUF },
    });
    expect(response.status).toBe(403);
    expect(fromBinary(StatusSchema, new Uint8Array(await response.arrayBuffer())).code).toBe(7);
    await reader.close();
  });

  test('a store that does not answer is 503 with Retry-After, as a Status', async () => {
    const queryLog = {
      ...stores.queryLog,
      insert: async () => {
        throw new Error('connect ECONNREFUSED');
      },
    };
    const broken = await openDoor({ ...ctx, stores: { ...stores, queryLog } });
    const response = await fetch(`http://127.0.0.1:${broken.port}/v1/traces`, {
      method: 'POST',
      headers: { authorization: `Bearer ${broken.key}`, 'content-type': JSON_TYPE },
      body: JSON.stringify(jsonRequest([chat(++trace)])),
    });
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ code: 14 });
    await broken.close();
  });
});

describe('keys', () => {
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  test.each(['/v1/traces', '/api/public/otel/v1/traces', '/v1/logs'])('%s takes Basic', async (path) => {
    const post = (headers: Record<string, string>) => send('{}', { path, headers });
    expect((await post(basic('pk-lf-anything', door.key))).status).toBe(200);
    expect((await post(basic(door.key, ''))).status).toBe(200);
    expect((await post(basic(door.key, 'other'))).status).toBe(200);
    expect((await post(basic('pk-lf-anything', 'flt_wrong'))).status).toBe(401);
    expect((await post(basic('', ''))).status).toBe(401);
    expect((await post({ authorization: 'Basic %%%' })).status).toBe(401);
    expect((await post({ authorization: '' })).status).toBe(401);
  });

  test('the JSON paths do not', async () => {
    const answer = await send(JSON.stringify({ question: 'q' }), {
      path: '/api/v1/queries',
      headers: basic('x', door.key),
    });
    expect(answer.status).toBe(401);
  });
});

test('evaluations come as log records; other records are ignored', async () => {
  const record = {
    traceId: hexId(4711, 16),
    spanId: hexId(1, 8),
    timeUnixNano: '1795340144617000000',
    eventName: 'gen_ai.evaluation.result',
    attributes: [
      { key: 'gen_ai.evaluation.name', value: { stringValue: 'faithfulness' } },
      { key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.5 } },
    ],
  };
  const line = { timeUnixNano: '1795340144617000000', body: { stringValue: 'a line' } };
  const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record, line] }] }] });
  for (const _ of [1, 2])
    expect(await send(body, { path: '/v1/logs' })).toMatchObject({ status: 200, text: '{}' });
  const scores = await stores.queryLog.rows(
    z.object({ query_id: z.string(), name: z.string(), value: z.number() }),
    'SELECT query_id, name, value FROM scores WHERE project_id = {project:String}',
    { project: ctx.project.id },
  );
  expect(scores).toEqual([{ query_id: hexId(4711, 16), name: 'faithfulness', value: 0.5 }]);
});
