import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openQueryLogStore } from '#lib/platform/query-log-store.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
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

let server: ServerProcess | undefined;
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.exit;
});

/**
 * Writers append each acknowledged id to a ledger after the 200, while the process is killed at a uniform random
 * moment within a request, again and again. Returns how often the store holds each acknowledged id.
 */
async function killUnderLoad(
  options: { script?: string; args?: string[] },
  rounds: number,
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
    const write = async (writer: number) => {
      for (let i = 0; alive; i += 1) {
        const ids = Array.from({ length: BATCH }, (_, n) => `r${round}-w${writer}-${i}-${n}`);
        const begin = performance.now();
        const queries = ids.map((id) => ({
          id,
          question: `question of ${id}`,
          hits: [{ id: 'd', text: 'a hit' }],
        }));
        const response = await api(target, 'POST', '/api/v1/queries', { queries }).catch(() => undefined);
        if (response?.status !== 200) continue;
        const answer = z
          .object({ ids: z.array(z.string().nullable()) })
          .parse(await response.json().catch(() => ({ ids: [] })));
        requestMs = performance.now() - begin;
        appendFileSync(ledger, answer.ids.map((id) => `${id}\n`).join(''));
      }
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
    await new Promise((resolve) => setTimeout(resolve, 700 + random() * 300));
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

async function countInStore(dataFolder: string, acknowledged: string[]): Promise<Map<string, number>> {
  const store = openQueryLogStore({ dataFolder });
  const rows = await store.rows(
    z.object({ query_id: z.string(), n: z.number() }),
    'SELECT query_id, count() AS n FROM queries GROUP BY query_id',
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

test('a server that acknowledges before it inserts fails the same test', async () => {
  const counts = await killUnderLoad(
    { script: 'tests/support/ingest-only-server.ts', args: ['--acknowledge-early'] },
    2,
  );
  expect([...counts].filter(([, n]) => n !== 1).length).toBeGreaterThan(0);
}, 60_000);
