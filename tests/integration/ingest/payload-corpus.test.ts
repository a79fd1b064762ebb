import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { projectMetrics } from '#lib/ingest/queries/project-metrics.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { hexId, jsonAttributes, jsonRequest, jsonSpan } from '../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';
import { type Door, openDoor } from './door.ts';
import { metricSums } from './metric-sums.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
/** One that waits for a body no longer than a second. */
let strict: Door;
const prototypes = [Object.prototype, Array.prototype, Map.prototype];
const names = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join());
const before = names();
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
  door = await openDoor(ctx, { scopes: ['ingest', 'read'] });
  strict = await openDoor(ctx, { requestMs: 1_000 });
});
afterAll(async () => {
  await door.close();
  await strict.close();
  await close();
});

const TEXT = 'PLACE OF THE TEXT';
let last = 0;

/** A path with a body that holds one free text, and the column in which that is stored. */
interface Target {
  name: string;
  path: (id: string) => string;
  body: (id: string) => unknown;
  stored: (id: string) => string;
}

const traceOf = (id: string) =>
  jsonRequest([
    {
      ...jsonSpan(
        { trace: 0, span: 1 },
        { attributes: { 'openinference.span.kind': 'LLM', 'input.value': TEXT } },
      ),
      traceId: id,
    },
  ]);
const QUESTION = (id: string) => `SELECT question AS text FROM queries WHERE query_id = '${id}'`;
const COMMENT = (id: string) => `SELECT comment AS text FROM scores WHERE query_id = '${id}'`;

const TARGETS: Target[] = [
  {
    name: 'queries',
    path: () => '/api/v1/queries',
    body: (id) => ({ id, question: TEXT }),
    stored: QUESTION,
  },
  {
    name: 'scores',
    path: () => '/api/v1/scores',
    body: (id) => ({ queryId: id, name: 'n', value: 1, source: 'code', comment: TEXT }),
    stored: COMMENT,
  },
  {
    name: 'feedback',
    path: (id) => `/api/v1/queries/${id}/feedback`,
    body: () => ({ score: 1, comment: TEXT }),
    stored: (id) => `SELECT comment AS text FROM feedback WHERE query_id = '${id}'`,
  },
  {
    name: 'chunks',
    path: () => '/api/v1/chunks',
    body: (id) => ({ id, text: 't', title: TEXT }),
    stored: (id) => `SELECT title AS text FROM corpus WHERE chunk_id = '${id}'`,
  },
  { name: 'traces', path: () => '/v1/traces', body: traceOf, stored: QUESTION },
  { name: 'Langfuse traces', path: () => '/api/public/otel/v1/traces', body: traceOf, stored: QUESTION },
  {
    name: 'logs',
    path: () => '/v1/logs',
    body: (id) => ({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  traceId: id,
                  timeUnixNano: '1795340144617000000',
                  eventName: 'gen_ai.evaluation.result',
                  attributes: jsonAttributes({
                    'gen_ai.evaluation.name': 'n',
                    'gen_ai.evaluation.score.value': 0.5,
                    'gen_ai.evaluation.explanation': TEXT,
                  }),
                },
              ],
            },
          ],
        },
      ],
    }),
    stored: COMMENT,
  },
];

interface Sent {
  id: string;
  status: number;
}

async function post(
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${door.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${door.key}`, 'content-type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Sends a body made of the sound one. */
async function send(
  { path, body }: Target,
  change: (json: string) => string | Buffer,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const id = hexId(++last, 16);
  return { id, status: await post(path(id), change(JSON.stringify(body(id))), headers) };
}

/** The same test on every path at once, after which each still takes a sound event. */
function testEach(name: string, work: (target: Target) => Promise<void>): void {
  test(name, async () => {
    await Promise.all(TARGETS.map(work));
    const after = await Promise.all(TARGETS.map((target) => send(target, (body) => body)));
    expect(after.map(({ status }) => status)).toEqual(TARGETS.map(() => 200));
  });
}

/** What is stored of it. */
async function textOf({ stored }: Target, id: string): Promise<string | undefined> {
  const [row] = await stores.queryLog.rows(
    z.object({ text: z.string().nullable() }),
    `${stored(id)} AND project_id = {project:String}`,
    { project: ctx.project.id },
  );
  return row?.text ?? undefined;
}

const withText = (json: string) => (body: string) => body.replace(TEXT, json);
const withMember = (json: string) => (body: string) => body.replace(/^\{/, `{${json},`);

describe('on every path', () => {
  testEach('texts are stored as they are, or as what stands for what cannot be stored', async (target) => {
    const texts: [string, string][] = [
      ['a\\u0000b\\u001f c', 'a␀b␟ c'],
      ['x\\ud800y\\udc00', 'x\ufffdy\ufffd'],
      ["'; DROP TABLE queries; -- %_\\\\ {id:String}", "'; DROP TABLE queries; -- %_\\ {id:String}"],
      ['\u202eabc\u200b\u2066', '\u202eabc\u200b\u2066'],
      [`e${'\u0301'.repeat(1_000)}`, `e${'\u0301'.repeat(1_000)}`],
      ['👩‍👩‍👧‍👦 \u2028 \ufeff end', '👩‍👩‍👧‍👦 \u2028 \ufeff end'],
    ];
    for (const [json, text] of texts) {
      const { id, status } = await send(target, withText(json));
      expect([target.name, status, await textOf(target, id)]).toEqual([target.name, 200, text]);
    }
  });

  testEach('a word of 1 MB is cut or refused', async (target) => {
    const { id, status } = await send(target, withText('w'.repeat(1_000_000)));
    expect([200, 400, 413], target.name).toContain(status);
    expect((await textOf(target, id))?.length ?? 0).toBeLessThanOrEqual(256 * 2 ** 10 + 1);
  });

  testEach('keys that every object has change nothing', async (target) => {
    const polluting = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1';
    expect((await send(target, withMember(polluting))).status, target.name).toBe(200);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(names()).toEqual(before);
  });

  testEach('nesting is refused or ignored, however deep', async (target) => {
    for (const depth of [60, 5_000, 500_000]) {
      const deep = `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`;
      const { status } = await send(target, withMember(deep));
      expect(depth === 60 ? [200] : [200, 400, 413], `${target.name} ${depth}`).toContain(status);
    }
  });

  testEach('what is not UTF-8 or no JSON is 400', async (target) => {
    const bytes = (inside: number[]) => (body: string) => {
      const [head = '', tail = ''] = body.split(TEXT);
      return Buffer.concat([Buffer.from(head), Buffer.from(inside), Buffer.from(tail)]);
    };
    const changes: Record<string, (body: string) => string | Buffer> = {
      'surrogate as CESU-8': bytes([0xed, 0xa0, 0x80]),
      overlong: bytes([0xc0, 0xaf]),
      truncated: bytes([0xe2, 0x82]),
      'UTF-16': (body) => Buffer.from(`\ufeff${body}`, 'utf16le'),
      'raw NUL': bytes([0]),
      'cut off': (body) => body.slice(0, -1),
      'NaN literal': withMember('"n":NaN'),
      empty: () => '',
      list: () => '[]',
    };
    for (const [name, change] of Object.entries(changes))
      expect([target.name, name, (await send(target, change)).status]).toEqual([target.name, name, 400]);
    expect((await send(target, (body) => `\ufeff${body}`)).status).toBe(200);
  });

  testEach('gzip: whole and in members 200; broken or doubled refused', async (target) => {
    const gzip = { 'content-encoding': 'gzip' };
    const statusOf = async (
      change: (json: string) => string | Buffer,
      headers: Record<string, string> = gzip,
    ) => (await send(target, change, headers)).status;
    const members = (body: string) => Buffer.concat([gzipSync(body.slice(0, 9)), gzipSync(body.slice(9))]);
    expect(await statusOf((body) => gzipSync(body))).toBe(200);
    expect(await statusOf(members)).toBe(200);
    expect(await statusOf((body) => gzipSync(body).subarray(0, -3))).toBe(400);
    expect(await statusOf((body) => Buffer.concat([gzipSync(body), Buffer.from('garbage')]))).toBe(400);
    expect(await statusOf((body) => gzipSync(gzipSync(body)))).toBe(400);
    expect(await statusOf((body) => body)).toBe(400);
    expect(await statusOf((body) => gzipSync(body), {})).toBe(400);
    for (const encoding of ['deflate', 'br', 'gzip, gzip'])
      expect(await statusOf((body) => deflateSync(body), { 'content-encoding': encoding })).toBe(415);
    expect(await statusOf((body) => body, { 'content-type': 'text/plain' })).toBe(415);
  });

  test('what is too large, as sent or inflated, is 413', async () => {
    const [inflated, sent] = [gzipSync(Buffer.alloc(33 * 2 ** 20, ' ')), Buffer.alloc(9 * 2 ** 20, ' ')];
    // One after the other: together they are more than may be in flight.
    for (const target of TARGETS) {
      const large = await send(target, () => inflated, { 'content-encoding': 'gzip' });
      expect([target.name, large.status]).toEqual([target.name, 413]);
      expect([target.name, (await send(target, () => sent)).status]).toEqual([target.name, 413]);
    }
  });

  testEach('a body shorter than announced, or slower than allowed, leaves nothing behind', async (target) => {
    const raw = async (to: Door, extra: number, { everyMs = 0, closeAtOnce = false } = {}) => {
      const id = hexId(++last, 16);
      const body = JSON.stringify(target.body(id));
      const head = [
        `POST ${target.path(id)} HTTP/1.1`,
        'host: x',
        `authorization: Bearer ${to.key}`,
        'content-type: application/json',
        `content-length: ${body.length + extra}`,
        'connection: close',
        '\r\n',
      ].join('\r\n');
      const answer = await to.raw([head, body.slice(0, -1), body.slice(-1)], { everyMs, closeAtOnce });
      return { answer, text: await textOf(target, id) };
    };
    expect(await raw(door, 0)).toMatchObject({ answer: expect.stringContaining(' 200 '), text: TEXT });
    expect((await raw(door, 10, { everyMs: 20, closeAtOnce: true })).text).toBeUndefined();
    expect(await raw(strict, 0, { everyMs: 1_600 })).toMatchObject({
      answer: expect.stringContaining(' 408 '),
      text: undefined,
    });
  });
});

test('any JSON at all is taken or refused, and everything adds up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 2 }), async (value, inner) => {
      const bodies = TARGETS.flatMap(({ path, body }) => {
        const id = hexId(++last, 16);
        const changed = JSON.stringify(body(id)).replace(JSON.stringify(TEXT), () => JSON.stringify(inner));
        return [JSON.stringify(value), changed].map((sent) => post(path(id), sent));
      });
      for (const status of await Promise.all(bodies)) expect([200, 400, 413]).toContain(status);
    }),
    { numRuns: testSize('anyJsonRuns'), endOnFailure: true },
  );
  const sum = metricSums(await projectMetrics(ctx));
  for (const unit of ['query', 'score', 'feedback', 'chunk', 'span', 'log_record']) {
    const [sent, ...parts] = ['sent', 'accepted', 'duplicates', 'rejected'].map((name) =>
      sum(`faultline_events_${name}_total`, { unit }),
    );
    expect([unit, sent]).toEqual([unit, parts.reduce((total, part) => total + part, 0)]);
    expect(sent).toBeGreaterThan(0);
  }
});

/** Controls but tab and line ends as their pictures. */
function storable(text: string): string {
  return [...text]
    .map((character) =>
      character < ' ' && !'\t\n\r'.includes(character)
        ? String.fromCharCode(0x2400 + character.charCodeAt(0))
        : character,
    )
    .join('');
}

test('any texts of scores are read back as they were sent, but for what cannot be stored', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ comment: text, value: fc.double({ noNaN: true }) }), {
        minLength: 20,
        maxLength: 40,
      }),
      async (items) => {
        const queryId = hexId(++last, 16);
        const finite = items.filter(({ value }) => Number.isFinite(value));
        const scores = finite.map((item, i) => ({ ...item, queryId, name: `n${i}`, source: 'code' }));
        const { body } = await door.postJson('/api/v1/scores', { scores });
        expect(body).toMatchObject({ accepted: scores.length, rejected: [] });
        const rows = await stores.queryLog.rows(
          z.object({ name: z.string(), value: z.number(), comment: z.string() }),
          'SELECT name, value, comment FROM scores WHERE project_id = {project:String} AND query_id = {queryId:String}',
          { project: ctx.project.id, queryId },
        );
        expect(new Map(rows.map(({ name, ...row }) => [name, row]))).toEqual(
          new Map(
            scores.map(({ name, value, comment }) => [
              name,
              { value: value + 0, comment: storable(comment) },
            ]),
          ),
        );
      },
    ),
    { numRuns: testSize('anyScoreRuns'), endOnFailure: true },
  );
});
