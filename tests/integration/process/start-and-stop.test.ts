import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  api,
  freePort,
  type ServerProcess,
  spawnServer,
  startServer,
  stopServer,
  temporaryFolder,
} from '../../support/server-process.ts';

const running: ServerProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.child.kill('SIGKILL');
    await server.exit;
  }
});

async function start(dataFolder = temporaryFolder()): Promise<ServerProcess> {
  const server = await startServer({ dataFolder, port: await freePort() });
  running.push(server);
  return server;
}

test('says where it is, how to sign in, where the key is and how large the folder is', async () => {
  const server = await start();
  const lines = server.output().split('\n');
  expect(lines.filter((line) => line === `Faultline ready at ${server.url}`)).toHaveLength(1);
  expect(server.output()).toMatch(/Sign in once with: {2}http\S+token=/);
  expect(server.output()).toMatch(/First API key: {6}\S+first-api-key-default/);
  expect(server.output()).toMatch(/Data folder: {8}\S+ \([\d.]+ [KMG]iB\)/);
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(200);
});

test('a sign-in link works once, and looking it over does not use it up', async () => {
  const server = await start();
  const link = `${server.url}${server.signInPath()}`;
  expect((await fetch(link, { method: 'HEAD', redirect: 'manual' })).status).toBe(204);
  const first = await fetch(link, { redirect: 'manual' });
  const cookie = first.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^faultline_session=\S+; Path=\/; HttpOnly; SameSite=Lax/);
  const page = await fetch(`${server.url}/default/queries`, {
    headers: { cookie: cookie.split(';')[0] ?? '' },
    redirect: 'manual',
  });
  expect(page.status).toBe(200);
  const second = await fetch(link, { redirect: 'manual' });
  expect(second.headers.get('set-cookie')).toBeNull();
  expect(second.headers.get('location')).toBe('/sign-in?failed');
});

test('SIGTERM stops it cleanly and the next start finds everything', async () => {
  const dataFolder = temporaryFolder();
  const server = await start(dataFolder);
  await api(server, 'POST', '/api/v1/queries', { id: 'kept', question: 'Is this kept?' });
  expect(await stopServer(server)).toBe(0);
  const again = await start(dataFolder);
  expect((await api(again, 'GET', '/api/v1/queries/kept')).status).toBe(200);
});

test('a taken port is a sentence and a non-zero exit', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  const server = spawnServer({ dataFolder: temporaryFolder(), port });
  expect(await server.exit).toBe(1);
  expect(server.output()).toMatch(new RegExp(`Port ${port} on 127.0.0.1 is taken`));
  expect(server.output()).not.toMatch(/ at .*\.ts:/);
  other.close();
});

test('a second process on the same folder refuses, and the first goes on', async () => {
  const dataFolder = temporaryFolder();
  const first = await start(dataFolder);
  const second = spawnServer({ dataFolder, port: await freePort() });
  expect(await second.exit).toBe(1);
  expect(second.output()).toMatch(/Another Faultline process is using the data folder/);
  expect((await api(first, 'POST', '/api/v1/queries', { id: 'q', question: 'Still there?' })).status).toBe(
    200,
  );
});

test('a killed process leaves no lock behind', async () => {
  const dataFolder = temporaryFolder();
  const first = await start(dataFolder);
  first.child.kill('SIGKILL');
  await first.exit;
  await start(dataFolder);
});

test('a folder from a newer version is refused before anything is opened', async () => {
  const dataFolder = temporaryFolder();
  writeFileSync(join(dataFolder, 'version'), '99\n');
  const server = spawnServer({ dataFolder, port: await freePort() });
  expect(await server.exit).toBe(1);
  expect(server.output()).toMatch(/written by a newer Faultline/);
});

test('a wrong environment names the variable', async () => {
  const server = spawnServer({ dataFolder: temporaryFolder(), port: 99999 });
  expect(await server.exit).toBe(1);
  expect(server.output()).toMatch(/PORT/);
});
