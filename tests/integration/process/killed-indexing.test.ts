import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FOREIGN_QUESTIONS } from '#lib/pipeline/calibration-probes.ts';
import { LANES, TEXTS_A_CALL } from '#lib/pipeline/embed-texts.ts';
import { type OpenAiServer, startOpenAiServer } from '../../support/openai-server.ts';
import { freePort, type ServerProcess, spawnServer, temporaryFolder } from '../../support/server-process.ts';

/** Killed once so many calls have been asked for. */
const KILL_AFTER_CALLS = 5;

let openai: OpenAiServer;
let dataFolder: string;
beforeAll(async () => {
  openai = await startOpenAiServer({ dimensions: 8 });
});
afterAll(() => openai.close());
beforeEach(() => {
  dataFolder = temporaryFolder();
  return () => rmSync(dataFolder, { recursive: true, force: true });
});

async function startIndexing(args: string[] = []): Promise<ServerProcess> {
  return spawnServer({
    dataFolder,
    port: await freePort(),
    script: 'tests/support/index-only-process.ts',
    args,
    env: {
      INDEX_TEST_URL: openai.baseUrl,
      INDEX_TEST_KEY: openai.key,
      FAULTLINE_EGRESS_ALLOW: '127.0.0.1',
    },
  });
}

/** The texts of chunks that each call asked to embed; questions of the calibration are none. */
function chunkCalls(): string[][] {
  const foreign = new Set(FOREIGN_QUESTIONS);
  return openai.requests
    .filter(({ path }) => path === '/v1/embeddings')
    .map(({ body }) => [body.input].flat() as string[])
    .filter((texts) => texts.length > 1 && !texts.some((text) => foreign.has(text)));
}

async function until(condition: () => boolean, server: ServerProcess): Promise<void> {
  const deadline = Date.now() + 150_000;
  while (!condition()) {
    if (Date.now() > deadline || server.child.exitCode !== null)
      throw new Error(`It did not come so far:\n${server.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Kills the process in the middle of embedding, lets another finish, and gives each chunk's number of calls. */
async function killAndFinish(args: string[] = []): Promise<{ timesSent: number[]; stored: number }> {
  openai.requests.length = 0;
  openai.delayMs = 40;
  const first = await startIndexing(args);
  await until(() => chunkCalls().length >= KILL_AFTER_CALLS, first);
  first.child.kill('SIGKILL');
  await first.exit;
  openai.delayMs = 0;
  const second = await startIndexing();
  expect(await second.exit, second.output()).toBe(0);
  const times = new Map<string, number>();
  for (const text of chunkCalls().flat()) times.set(text, (times.get(text) ?? 0) + 1);
  return { timesSent: [...times.values()], stored: Number(/done (\d+)/.exec(second.output())?.[1]) };
}

const IN_FLIGHT = LANES * TEXTS_A_CALL;

test('indexing that was killed goes on, loses nothing, and repeats at most the calls in flight', async () => {
  const { timesSent, stored } = await killAndFinish();
  expect(timesSent.length).toBeGreaterThan(KILL_AFTER_CALLS * TEXTS_A_CALL);
  expect(stored).toBe(timesSent.length);
  expect(timesSent.filter((times) => times > 1).length).toBeLessThanOrEqual(IN_FLIGHT);
}, 400_000);

test('one that did not keep its vectors as they came would repeat more', async () => {
  const { timesSent } = await killAndFinish(['--forget-vectors']);
  expect(timesSent.filter((times) => times > 1).length).toBeGreaterThan(IN_FLIGHT);
}, 400_000);
