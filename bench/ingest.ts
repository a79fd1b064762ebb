// npm run bench -- ingest [--rows 20000] [--minutes 0]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KEY, type ServerProcess } from '../tests/support/server-process.ts';
import { bareStoreRate } from './bare-store.ts';
import { generatedQuery } from './generator.ts';
import { percentile, residentMib, row } from './measure.ts';
import { onServer } from './on-server.ts';
import { requestBodies, sendBodies, type Target } from './send-queries.ts';
import { traceBodies } from './traces.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '20000' }, minutes: { type: 'string', default: '0' } },
});
const ROWS = Number(values.rows);
const MINUTES = Number(values.minutes);
const DASHBOARD_EVERY_MS = 5_000;
const READABLE_ROUNDS = 40;
const endsAtMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;

const bare = await bareStoreRate(ROWS, endsAtMs);
const echo = await echoRate();
process.stdout.write(
  `\nThe bare store in blocks of 500: ${bare.toFixed(0)} rows/s. node:http echo of one query at 256 connections: ${echo.toFixed(0)}/s.\n`,
);
await onServer(async (server) => {
  await rates(server);
  await sentToReadable(server);
  if (MINUTES > 0) await memory(server);
});

/** What is sent, in what form, and how fast it is acknowledged while somebody looks at the overview. */
async function rates(server: ServerProcess): Promise<void> {
  const json: Target = { url: server.url, key: KEY };
  const otlpJson = { ...json, path: '/v1/traces' };
  const otlpProtobuf = { ...otlpJson, contentType: 'application/x-protobuf' };
  const few = Math.floor(ROWS / 4);
  let from = 0;
  const queries = (batch: number, count: number) => {
    const load = { from, to: from + count, total: ROWS * 8, endsAtMs, batch };
    from += count;
    return requestBodies(load);
  };
  const traces = (batch: number, count: number, form: 'json' | 'protobuf') => {
    const bodies = traceBodies({ from, count, batch, form });
    from += count;
    return bodies;
  };
  row('', 'queries/s', 'p99 ms', 'of bare store', 'of echo');
  const looking = setInterval(() => void look(server), DASHBOARD_EVERY_MS);
  for (const [name, target, connections, count, bodies] of [
    ['JSON, batches of 500', json, 4, ROWS, () => queries(500, ROWS)],
    ['JSON, batches of 50', json, 8, ROWS, () => queries(50, ROWS)],
    ['JSON, one a request, 32', json, 32, few, () => queries(1, few)],
    ['JSON, one a request, 256', json, 256, few, () => queries(1, few)],
    ['OTLP protobuf, 50 traces', otlpProtobuf, 8, few, () => traces(50, few, 'protobuf')],
    ['OTLP JSON, 50 traces', otlpJson, 8, few, () => traces(50, few, 'json')],
    ['OTLP protobuf, one trace, 32', otlpProtobuf, 32, few, () => traces(1, few, 'protobuf')],
  ] as const) {
    const ready = bodies();
    const begin = performance.now();
    const durations = await sendBodies(target, ready, connections);
    const rate = count / ((performance.now() - begin) / 1000);
    row(
      name,
      rate,
      percentile(durations, 0.99),
      share(rate, bare),
      ready.length === count ? share(rate, echo) : '',
    );
  }
  clearInterval(looking);
}

function share(rate: number, baseline: number): string {
  return `${((100 * rate) / baseline).toFixed(0)} %`;
}

async function look(server: ServerProcess): Promise<void> {
  const headers = { authorization: `Bearer ${KEY}` };
  await fetch(`${server.url}/api/v1/quality/overview`, { headers }).then((answer) => answer.text());
}

/**
 * From the moment a query is sent until it is acknowledged, on a server that has nothing else to do. The next request
 * reads it, or this throws: acknowledged is readable.
 */
async function sentToReadable(server: ServerProcess): Promise<void> {
  const durations: number[] = [];
  for (let i = 0; i < READABLE_ROUNDS; i += 1) {
    const query = { ...generatedQuery(i, READABLE_ROUNDS, endsAtMs), id: `readable-${i}` };
    const begin = performance.now();
    await sendBodies({ url: server.url, key: KEY }, [JSON.stringify(query)], 1);
    durations.push(performance.now() - begin);
    const read = await fetch(`${server.url}/api/v1/queries/${query.id}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    await read.text();
    if (read.status !== 200) throw new Error(`${query.id}: ${read.status}`);
  }
  row(
    'sent to readable',
    `p50 ${percentile(durations, 0.5).toFixed(1)} ms`,
    `p95 ${percentile(durations, 0.95).toFixed(1)} ms`,
  );
}

/** Resident memory each minute under steady batches. */
async function memory(server: ServerProcess): Promise<void> {
  const end = Date.now() + MINUTES * 60_000;
  let from = ROWS * 10;
  let next = Date.now();
  while (Date.now() < end) {
    const load = { from, to: from + 5_000, total: ROWS * 1000, endsAtMs, batch: 50 };
    await sendBodies({ url: server.url, key: KEY }, requestBodies(load), 4);
    from += 5_000;
    if (Date.now() < next) continue;
    row(
      'resident memory',
      `${residentMib(server.child.pid ?? 0).toFixed(0)} MiB`,
      `${from - ROWS * 10} sent`,
    );
    next += 60_000;
  }
}

async function echoRate(): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'echo-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const target = { url: `http://127.0.0.1:${port.toString().trim()}`, key: KEY };
  const count = Math.floor(ROWS / 4);
  const bodies = requestBodies({ from: 0, to: count, total: count, endsAtMs, batch: 1 });
  const begin = performance.now();
  await sendBodies(target, bodies, 256);
  child.kill();
  return count / ((performance.now() - begin) / 1000);
}
