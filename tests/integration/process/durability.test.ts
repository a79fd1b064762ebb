import { hash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openQueryLogStore } from '#lib/platform/query-log-store.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { hexId, type JsonSpan, jsonRequest, jsonSpan } from '../../support/otlp-payload.ts';
import {
  api,
  freePort,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../../support/server-process.ts';
import { testSize } from '../../support/test-size.ts';

const WRITERS = 8;
const BATCH = 5;
const ROUNDS = testSize('killRounds');
/** So many answers a sender has in every round before its process is killed. */
const ANSWERS = 5;

let server: ServerProcess | undefined;
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.exit;
});

type Sender = (target: ServerProcess, ids: readonly string[]) => Promise<(string | null)[] | undefined>;

/** Sends one query for each id as JSON; the ids that were acknowledged. */
const asJson: Sender = async (target, ids) => {
  const queries = ids.map((id) => ({
    id,
    question: `question of ${id}`,
    hits: [{ id: 'd', text: 'a hit' }],
  }));
  const response = await api(target, 'POST', '/api/v1/queries', { queries }).catch(() => undefined);
  if (response?.status !== 200) return undefined;
  const body = await response.json().catch(() => ({ ids: [] }));
  return z.object({ ids: z.array(z.string().nullable()) }).parse(body).ids;
};

/** The same as spans in two requests, the root last; a trace is acknowledged when both are. */
const asSpans: Sender = async (target, ids) => {
  const traces = ids.map((id) => hash('sha256', id, 'hex').slice(0, 32));
  const send = async (spans: JsonSpan[]) => {
    const response = await api(target, 'POST', '/v1/traces', jsonRequest(spans)).catch(() => undefined);
    return response?.status === 200 && (await response.text().catch(() => undefined)) === '{}';
  };
  const part = (number: number, fields: Parameters<typeof jsonSpan>[1]) =>
    traces.map((traceId) => ({ ...jsonSpan({ trace: 0, span: number }, fields), traceId }));
  const children = part(1, {
    attributes: { 'openinference.span.kind': 'RETRIEVER', 'retrieval.documents.0.document.id': 'd' },
    parentSpanId: hexId(0, 8),
  });
  const roots = part(0, {
    attributes: { 'openinference.span.kind': 'CHAIN', 'input.value': 'q', 'output.value': 'the answer' },
  });
  return (await send(children)) && (await send(roots)) ? traces : undefined;
};

/**
 * Writers append each acknowledged id to a ledger after the 200, while the process is killed at a uniform random
 * moment within a request, again and again. Returns how often the store holds each acknowledged id.
 */
async function killUnderLoad(
  options: { script?: string; args?: string[] },
  rounds: number,
  senders: readonly Sender[] = [asJson],
): Promise<Map<string, number>> {
  const dataFolder = temporaryFolder();
  const ledger = join(dataFolder, 'ledger');
  writeFileSync(ledger, '');
  const random = seededRandom(42);
  const port = await freePort();
  for (let round = 0; round < rounds; round += 1) {
    server = await startServer({ dataFolder, port, ...options });
    const target = server;
    let alive = true;
    let requestMs = 20;
    const answers = new Map(senders.map((send) => [send, 0]));
    const write = async (writer: number) => {
      const send = senders[writer % senders.length] ?? asJson;
      for (let i = 0; alive; i += 1) {
        const ids = Array.from({ length: BATCH }, (_, n) => `r${round}-w${writer}-${i}-${n}`);
        const begin = performance.now();
        const acknowledged = await send(target, ids);
        if (acknowledged === undefined) continue;
        requestMs = performance.now() - begin;
        answers.set(send, (answers.get(send) ?? 0) + 1);
        appendFileSync(ledger, acknowledged.map((id) => `${id}\n`).join(''));
      }
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
    while ([...answers.values()].some((count) => count < ANSWERS) && target.child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 300 + random() * 300));
    await new Promise((resolve) => setTimeout(resolve, random() * requestMs));
    alive = false;
    target.child.kill('SIGKILL');
    await Promise.all([target.exit, ...writers]);
  }
  return countInStore(
    dataFolder,
    readFileSync(ledger, 'utf8')
      .split('\n')
      .filter((id) => id !== ''),
  );
}

/** A trace of which the query says only a part counts as missing. */
async function countInStore(dataFolder: string, acknowledged: string[]): Promise<Map<string, number>> {
  const store = openQueryLogStore({ dataFolder });
  const rows = await store.rows(
    z.object({ query_id: z.string(), n: z.number() }),
    "SELECT query_id, countIf(dialect = 'json' OR answer = 'the answer' AND hit_count = 1) AS n FROM queries GROUP BY query_id",
  );
  await store.close();
  const present = new Map(rows.map((row) => [row.query_id, row.n]));
  return new Map(acknowledged.map((id) => [id, present.get(id) ?? 0]));
}

test(
  `kill -9 under load, ${ROUNDS} rounds: every acknowledged id is there exactly once`,
  async () => {
    const counts = await killUnderLoad({}, ROUNDS);
    expect(counts.size).toBeGreaterThan(ROUNDS * 20);
    expect([...counts].filter(([, n]) => n !== 1)).toEqual([]);
  },
  60_000 + ROUNDS * 15_000,
);

test(
  `the same with spans beside JSON, ${ROUNDS} rounds`,
  async () => {
    const counts = await killUnderLoad({ script: 'tests/support/ingest-only-server.ts' }, ROUNDS, [
      asSpans,
      asJson,
    ]);
    const traces = [...counts].filter(([id]) => /^[0-9a-f]{32}$/.test(id));
    expect(traces.length).toBeGreaterThan(ROUNDS * 5);
    expect([...counts].filter(([, n]) => n !== 1)).toEqual([]);
  },
  60_000 + ROUNDS * 15_000,
);

test('a server that acknowledges before it inserts fails the same test', async () => {
  const counts = await killUnderLoad(
    { script: 'tests/support/ingest-only-server.ts', args: ['--acknowledge-early'] },
    2,
  );
  expect([...counts].filter(([, n]) => n !== 1).length).toBeGreaterThan(0);
}, 60_000);

test('and so do its traces', async () => {
  const options = { script: 'tests/support/ingest-only-server.ts', args: ['--acknowledge-early'] };
  const counts = await killUnderLoad(options, 2, [asSpans]);
  expect([...counts].filter(([, n]) => n !== 1).length).toBeGreaterThan(0);
}, 60_000);
