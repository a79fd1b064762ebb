import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromaVectors } from '#lib/providers/chroma-vectors.ts';
import { openAiEmbeddings } from '#lib/providers/openai-embeddings.ts';
import { pineconeVectors } from '#lib/providers/pinecone-vectors.ts';
import { ProviderFault } from '#lib/providers/provider-fault.ts';
import { qdrantVectors } from '#lib/providers/qdrant-vectors.ts';
import { weaviateVectors } from '#lib/providers/weaviate-vectors.ts';
import { wireError } from '../../support/openai-server.ts';
import { freePort } from '../../support/server-process.ts';
import { send, startWireServer, type WireFault, type WireServer } from '../../support/wire-server.ts';
import { openedTo } from './opened.ts';
import { embedded } from './vector-contract.ts';

/** A key none of whose parts may be in a sentence. */
const KEY = 'sk-canary-4f9a8b7c6d5e4f3a2b1c0d9e';

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer((_, response) => send(response, 200, {}));
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.failAlways(undefined);
  limits = { timeoutMs: 30_000 };
});

/** Patience for a busy machine; whoever tests silence has less. */
let limits = { timeoutMs: 30_000 };
const asked = { vector: embedded('apple'), topK: 3 };
const open = (kind: 'openai' | 'pinecone' | 'chroma' | 'qdrant' | 'weaviate', url: string) =>
  openedTo(kind, url, { key: KEY, dataUrl: url, options: { index: 'docs' } });
const CLIENTS = {
  openai: (url) => openAiEmbeddings(open('openai', url), { model: 'embed-test', ...limits }).embed(['x']),
  pinecone: (url) => pineconeVectors(open('pinecone', url), 'ns', limits).query(asked),
  chroma: (url) => chromaVectors(open('chroma', url), 'docs', limits).query(asked),
  qdrant: (url) => qdrantVectors(open('qdrant', url), 'docs', limits).query(asked),
  weaviate: (url) => weaviateVectors(open('weaviate', url), 'docs', limits).query(asked),
} satisfies Record<string, (url: string) => Promise<unknown>>;
const NAMES = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];

async function faultOfCall(name: keyof typeof CLIENTS, url = server.url): Promise<ProviderFault> {
  const error = await CLIENTS[name](url).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProviderFault)) throw new Error(`no fault of a provider but ${error}`);
  expect(error.stage).toBe('retrieval');
  expect(error.message).toMatch(/^“Test \w+” .*\.$/);
  expect(error.cause).toBeUndefined();
  for (let at = 0; at + 8 <= KEY.length; at += 1)
    expect(JSON.stringify([error.message, error.stack])).not.toContain(KEY.slice(at, at + 8));
  return error;
}

/** Every server that repeats the key in its words would put it on the screen. */
const TELLTALE = wireError(`The key ${KEY} is wrong in the model or index docs`, 'x', null);
const status = (code: number, headers: Record<string, string> = {}): WireFault => ({
  kind: 'status',
  status: code,
  headers,
  body: { ...TELLTALE, message: `The key ${KEY} is wrong` },
});

describe.each(NAMES)('%s', (name) => {
  test.each([
    [401, 'unauthorised'],
    [403, 'unauthorised'],
    [400, 'bad_answer'],
    [302, 'bad_answer'],
  ])('status %i is %s, asked once', async (code, fault) => {
    server.failAlways(status(code, { location: 'http://127.0.0.1:1/' }));
    expect(await faultOfCall(name)).toMatchObject({ fault, status: code });
    const paths = server.requests.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('404 says that the model or index is missing', async () => {
    server.failAlways(status(404));
    expect(await faultOfCall(name)).toMatchObject({
      fault: name === 'openai' ? 'bad_answer' : 'missing_index',
      message: expect.stringMatching(/has no (model|index)/),
    });
  });

  test('429 is tried again as Retry-After says, then says when', async () => {
    server.failAlways(status(429, { 'retry-after-ms': '5' }));
    expect(await faultOfCall(name)).toMatchObject({ fault: 'rate_limited', retryAfterSeconds: 1 });
    const first = server.requests[0]?.path;
    expect(server.requests.filter(({ path }) => path === first)).toHaveLength(3);
  });

  test('a wait that is too long for anyone is not waited', async () => {
    server.failAlways(status(429, { 'retry-after': '90' }));
    const begin = performance.now();
    expect(await faultOfCall(name)).toMatchObject({ fault: 'rate_limited', retryAfterSeconds: 90 });
    expect(performance.now() - begin).toBeLessThan(30_000);
  });

  test('503 is tried again, then is unavailable', async () => {
    server.failAlways(status(503, { 'retry-after': '0' }));
    expect(await faultOfCall(name)).toMatchObject({ fault: 'unavailable', status: 503 });
  });

  test('silence is a timeout', async () => {
    server.failAlways({ kind: 'silence' });
    limits = { timeoutMs: 200 };
    expect(await faultOfCall(name)).toMatchObject({
      fault: 'timeout',
      message: expect.stringContaining('did not answer within 0.2 s'),
    });
  });

  test('no server is unavailable', async () => {
    expect(await faultOfCall(name, `http://127.0.0.1:${await freePort()}`)).toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining('could not be reached (ECONNREFUSED)'),
    });
  });

  test('a connection that breaks is tried again, then is unavailable', async () => {
    server.failAlways({ kind: 'hang_up' });
    expect(await faultOfCall(name)).toMatchObject({ fault: 'unavailable' });
    expect(server.requests.length).toBeGreaterThanOrEqual(3);
  });

  test('an answer that is no JSON is a bad answer', async () => {
    server.failAlways({ kind: 'body', body: '<html>hello</html>' });
    expect(await faultOfCall(name)).toMatchObject({ fault: 'bad_answer' });
  });
});

test('what the provider says is shown where it holds nothing of the key', async () => {
  server.failAlways({
    kind: 'status',
    status: 400,
    body: wireError('This model takes\n at most 8192 tokens.', 'invalid_request_error', null),
  });
  expect((await faultOfCall('openai')).message).toBe(
    '“Test openai” refused the request (400). It says: This model takes at most 8192 tokens.',
  );
});

test('a quota that is used up is not asked for again', async () => {
  const body = wireError('You exceeded your quota', 'insufficient_quota', 'insufficient_quota');
  server.failAlways({ kind: 'status', status: 429, body });
  expect(await faultOfCall('openai')).toMatchObject({ message: expect.stringContaining('no quota left') });
  expect(server.requests).toHaveLength(1);
});

test('a fault that passes is not noticed', async () => {
  const data = { data: [{ index: 0, embedding: [1, 0] }] };
  const works = await startWireServer((_, response) => send(response, 200, data));
  works.failNext(status(429, { 'retry-after-ms': '1' }), status(500, { 'retry-after-ms': '1' }));
  const embeddings = openAiEmbeddings(open('openai', works.url), { model: 'embed-test' });
  expect(await embeddings.embed(['x'])).toEqual([new Float32Array([1, 0])]);
  expect(works.requests).toHaveLength(3);
  await works.close();
});
