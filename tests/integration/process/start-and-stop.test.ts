import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { openDataFolder } from '#lib/platform/data-folder.ts';
import {
  api,
  freePort,
  type ServerProcess,
  spawnServer,
  startServer,
  stopServer,
  temporaryFolder,
} from '../../support/server-process.ts';
import { ROOT } from '../../support/source-files.ts';

const running: ServerProcess[] = [];
afterAll(async () => {
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

describe('one server and its folder, from start to start', () => {
  const dataFolder = temporaryFolder();
  let server: ServerProcess;
  beforeAll(async () => {
    server = await start(dataFolder);
  });

  it('says where it is, how to sign in, where the key is and how large the folder is', async () => {
    const lines = server.output().split('\n');
    expect(lines.filter((line) => line === `Faultline ready at ${server.url}`)).toHaveLength(1);
    expect(server.output()).toMatch(/Sign in once with: {2}http\S+token=/);
    expect(server.output()).toMatch(/First API key: {6}\S+first-api-key-default/);
    expect(server.output()).toMatch(/Data folder: {8}\S+ \([\d.]+ [KMG]iB\)/);
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
    expect((await fetch(`${server.url}/api/ready`)).status).toBe(200);
  });

  it('has a sign-in link that works once, and looking it over does not use it up', async () => {
    const link = `${server.url}${server.signInPath()}`;
    expect((await fetch(link, { method: 'HEAD', redirect: 'manual' })).status).toBe(204);
    const first = await fetch(link, { redirect: 'manual' });
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^faultline\.session_token=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax/);
    const page = await fetch(`${server.url}/default/queries`, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
      redirect: 'manual',
    });
    expect(page.status).toBe(200);
    const second = await fetch(link, { redirect: 'manual' });
    expect(second.headers.get('set-cookie')).toBeNull();
    expect(second.headers.get('location')).toBe('/sign-in?failed');
  });

  it('answers odd paths, and goes on', async () => {
    for (const path of ['//', '/\\\\', '/a//b', '/?x=%']) {
      const status = await rawStatus(server.url, path);
      expect(status, path).toBeGreaterThanOrEqual(200);
      expect(status, path).toBeLessThan(500);
    }
    for (const path of ['/%', '/%/overview', '/default/queries/%E0%A4%A', '/api/v1/queries/%'])
      expect(await rawStatus(server.url, path), path).toBe(400);
    expect((await fetch(`${server.url}/api/ready`)).status).toBe(200);
  });

  it('lets no second process into its folder, and goes on', async () => {
    const second = spawnServer({ dataFolder, port: await freePort() });
    expect(await second.exit).toBe(1);
    expect(second.output()).toMatch(/Another Faultline process is using the data folder/);
    const sent = await api(server, 'POST', '/api/v1/queries', { id: 'kept', question: 'Is this kept?' });
    expect(sent.status).toBe(200);
  });

  it('stops cleanly on SIGTERM, and the next start finds everything', async () => {
    expect(await stopServer(server)).toBe(0);
    server = await start(dataFolder);
    expect((await api(server, 'GET', '/api/v1/queries/kept')).status).toBe(200);
  });

  it('leaves no lock behind when it is killed', async () => {
    server.child.kill('SIGKILL');
    await server.exit;
    server = await start(dataFolder);
    expect((await api(server, 'GET', '/api/v1/queries/kept')).status).toBe(200);
  });
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

test('a stop while it is still starting is a clean one', async () => {
  const dataFolder = temporaryFolder();
  const server = spawnServer({ dataFolder, port: await freePort() });
  await until(() => server.output().includes('Opening the stores'));
  expect(await stopServer(server)).toBe(0);
  const again = await start(dataFolder);
  expect((await fetch(`${again.url}/api/ready`)).status).toBe(200);
});

test('the launcher passes a stop on to the server', async () => {
  const server = await startServer({
    dataFolder: temporaryFolder(),
    port: await freePort(),
    script: 'start.mjs',
  });
  expect(await stopServer(server)).toBe(0);
  await expect(fetch(`${server.url}/api/health`)).rejects.toThrow();
});

test('a machine it cannot run on is told why', async () => {
  const { whyNotHere } = (await import(join(ROOT, 'bin/prepare.mjs'))) as {
    whyNotHere: (machine: object) => string | undefined;
  };
  const here = { node: '20.1.0', platform: 'linux', arch: 'x64', glibc: '2.36' };
  expect(whyNotHere(here)).toBeUndefined();
  expect(whyNotHere({ ...here, node: '18.20.0' })).toMatch(/too old/);
  expect(whyNotHere({ ...here, platform: 'win32' })).toMatch(/does not run on win32-x64/);
  expect(whyNotHere({ ...here, glibc: undefined })).toMatch(/glibc/);
});

test('a full disk is told before anything is opened', () => {
  const dataFolder = temporaryFolder();
  expect(() => openDataFolder(dataFolder, () => 10 * 2 ** 20)).toThrow(/no disk space .*10.0 MiB free/);
  openDataFolder(dataFolder).release();
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** fetch would tidy the path up first. */
function rawStatus(url: string, path: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const client = request({ hostname, port, path, timeout: 30_000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    client.on('timeout', () => client.destroy(new Error(`no answer to ${path}`)));
    client.on('error', reject);
    client.end();
  });
}
