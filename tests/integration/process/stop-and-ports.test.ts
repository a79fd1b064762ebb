import { mkdtempSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openQueryLogStore, type QueryLogStore } from '#lib/platform/query-log-store.ts';
import { type ClickHouseFront, startClickHouseFront } from '../../support/clickhouse-front.ts';
import { jsonRequest } from '../../support/otlp-payload.ts';
import {
  freePort,
  KEY,
  type ServerProcess,
  spawnServer,
  startServer,
  temporaryFolder,
} from '../../support/server-process.ts';
import { ragTrace } from '../ingest/otlp/traces.ts';

/** As the launcher and containers wait for it. */
const STOP_MS = 10_000;

let keeper: QueryLogStore;
let front: ClickHouseFront;
beforeAll(async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'faultline-front-'));
  keeper = openQueryLogStore({ dataFolder });
  front = await startClickHouseFront(join(dataFolder, 'query-log'));
});
afterAll(async () => {
  await front.close();
  await keeper.close();
});

interface Started {
  server: ServerProcess;
  port: number;
}

/** For the tests up to the one that stops it. */
let shared: Started;
let otlpPort: number;
beforeAll(async () => {
  otlpPort = await freePort();
  shared = await start({ env: { FAULTLINE_OTLP_PORT: String(otlpPort) } });
});

const running: ServerProcess[] = [];
afterAll(async () => {
  for (const server of running.splice(0)) {
    server.child.kill('SIGKILL');
    await server.exit;
  }
});

async function start(options: { env?: Record<string, string>; script?: string }): Promise<Started> {
  const port = await freePort();
  const server = await startServer({ dataFolder: temporaryFolder(), port, ...options });
  running.push(server);
  return { server, port };
}

const BODY = JSON.stringify({ id: 'last', question: 'Is this kept?' });
const HEAD = [
  'POST /api/v1/queries HTTP/1.1',
  'host: x',
  `authorization: Bearer ${KEY}`,
  'content-type: application/json',
  'expect: 100-continue',
  `content-length: ${BODY.length}`,
  '\r\n',
].join('\r\n');

const GO_ON = 'HTTP/1.1 100 Continue\r\n\r\n';

/**
 * A request that the server has begun to answer and of which the last byte is still missing, and what comes back until
 * the connection ends.
 */
async function almostSent(port: number): Promise<{ socket: Socket; answer: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const answer = new Promise<string>((resolve) => {
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
      if (received.startsWith(GO_ON)) begin();
    });
    const end = (how: string) => {
      begin();
      resolve(received.replace(GO_ON, '') + how);
    };
    socket.on('error', () => end(' reset'));
    socket.on('close', () => end(''));
  });
  socket.write(HEAD + BODY.slice(0, -1));
  await begun;
  return { socket, answer };
}

const post = (url: string) =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(jsonRequest(ragTrace(1))),
  });

test('the port of OpenTelemetry takes that and nothing else', async () => {
  const otlp = `http://127.0.0.1:${otlpPort}`;
  const { server, port } = shared;
  expect(server.output()).toContain(`OpenTelemetry at    ${otlp}`);
  for (const path of ['/v1/traces', '/api/public/otel/v1/traces'])
    expect((await post(`${otlp}${path}`)).status, path).toBe(200);
  expect((await fetch(`${otlp}/v1/traces`, { method: 'POST' })).status).toBe(415);
  expect((await fetch(`${otlp}/v1/traces`)).status).toBe(405);
  for (const path of ['/', '/api/v1/queries', '/api/health', '/sign-in'])
    expect((await post(`${otlp}${path}`)).status, path).toBe(404);
  const stranger = connect(otlpPort, '127.0.0.1');
  stranger.write('GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n');
  const [first] = await new Promise<[Buffer]>((resolve) => stranger.once('data', (data) => resolve([data])));
  expect(first.toString()).toMatch(/^HTTP\/1\.1 421 /);
  const taken = spawnServer({
    dataFolder: temporaryFolder(),
    port: await freePort(),
    env: { FAULTLINE_OTLP_PORT: String(port) },
  });
  expect(await taken.exit).toBe(1);
  expect(taken.output()).toMatch(new RegExp(`Port ${port} on 127.0.0.1 is taken.*FAULTLINE_OTLP_PORT=`));
});

test('at a stop a body whose last byte is still to come is answered, and nobody new is let in', async () => {
  const { server, port } = shared;
  const inTime = await almostSent(port);
  const never = await almostSent(port);
  const began = Date.now();
  server.child.kill('SIGTERM');
  const isOpen = () =>
    fetch(`${server.url}/api/health`).then(
      () => true,
      () => false,
    );
  await expect.poll(isOpen, { timeout: STOP_MS }).toBe(false);
  inTime.socket.write(BODY.slice(-1));
  expect(await inTime.answer).toMatch(/^HTTP\/1\.1 (200|503) /);
  expect(await never.answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 1\r\n/i);
  expect(await server.exit).toBe(0);
  expect(Date.now() - began).toBeLessThan(STOP_MS);
});

test('a process that does not drain fails the same check', async () => {
  const { server, port } = await start({ script: 'tests/support/ingest-only-server.ts' });
  const { answer } = await almostSent(port);
  server.child.kill('SIGTERM');
  expect(await answer).not.toMatch(/^HTTP\/1\.1 (200|503) /);
});

test('on a ClickHouse server: a stop while that is silent answers with 503 and comes to an end', async () => {
  const { server, port } = await start({ env: { CLICKHOUSE_URL: front.url } });
  const traces = `${server.url}/v1/traces`;
  expect((await post(traces)).status).toBe(200);
  await front.stop();
  const down = await post(traces);
  expect([down.status, Number(down.headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(503);
  await front.start();
  await expect.poll(async () => (await post(traces)).status, { timeout: 30_000 }).toBe(200);
  front.fault = () => ({ kind: 'silent' });
  const { socket, answer } = await almostSent(port);
  socket.write(BODY.slice(-1));
  const began = Date.now();
  server.child.kill('SIGTERM');
  expect(await answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: /i);
  await server.exit;
  expect(Date.now() - began).toBeLessThan(STOP_MS + 2_000);
}, 120_000);
