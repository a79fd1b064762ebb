import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { freePort, type ServerProcess, spawnServer, temporaryFolder } from '../../support/server-process.ts';

const start = async (dataFolder: string) =>
  spawnServer({ dataFolder, port: await freePort(), script: 'tests/support/export-only-process.ts' });

async function until(word: string, server: ServerProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!server.output().includes(word)) {
    if (Date.now() > deadline || server.child.exitCode !== null)
      throw new Error(`It did not come so far:\n${server.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const said = (what: string, server: ServerProcess): unknown =>
  JSON.parse(new RegExp(`^${what} (.*)$`, 'm').exec(server.output())?.[1] ?? 'null');

test('of exports whose process is killed no half is offered, and they are done after the next start', async () => {
  const dataFolder = temporaryFolder();
  const first = await start(dataFolder);
  await until('halted', first);
  first.child.kill('SIGKILL');
  await first.exit;
  const second = await start(dataFolder);
  expect(await second.exit, second.output()).toBe(0);
  rmSync(dataFolder, { recursive: true, force: true });

  const nothing = { status: 'running', files: 0, whole: true };
  expect(said('before', second)).toMatchObject({ 'trl-sft': nothing, 'openai-chat': nothing });
  const all = { status: 'done', files: expect.any(Number), whole: true };
  expect(said('after', second)).toMatchObject({ 'trl-sft': all, 'openai-chat': all });
  // One that is called done before its files are there is seen to offer what it has not.
  expect(said('after', second)).toMatchObject({ 'trl-unpaired': { status: 'done', whole: false } });
}, 120_000);
