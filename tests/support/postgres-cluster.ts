import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from '../../bin/find-postgres.mjs';
import { freePort } from './server-process.ts';

export interface Cluster {
  /** The address of one of its databases. */
  url: (database: string) => string;
  stop: () => Promise<void>;
}

/**
 * Serves; once its input ends, stops the server at once, without a checkpoint that nobody needs, and removes its
 * folder: also when whoever started it was killed.
 */
const SERVE = `trap '' INT; folder=$1; shift; "$@" & server=$!
  while read -r _; do :; done; kill -QUIT $server; wait $server; rm -rf "$folder"`;
const PATIENCE_MS = 20_000;

/** Starts a PostgreSQL of its own on a free port of this machine, as safe as in production unless told otherwise. */
export async function startCluster(settings: readonly string[] = []): Promise<Cluster> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error('PostgreSQL is not installed here.');
  const folder = mkdtempSync(join(tmpdir(), 'faultline-postgres-'));
  const owner = serverUser();
  const password = randomBytes(16).toString('hex');
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (owner !== undefined) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  execFileSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'faultline',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
    ],
    { ...owner, cwd: folder, stdio: 'ignore' },
  );
  const port = await freePort();
  const options = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings];
  const child = spawn(
    'sh',
    ['-c', SERVE, 'sh', folder, join(programs, 'postgres'), '-D', data, ...options.flatMap((o) => ['-c', o])],
    { ...owner, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const url = (database: string) => `postgresql://faultline:${password}@127.0.0.1:${port}/${database}`;
  await untilReady(url('postgres'));
  return {
    url,
    stop: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

/** PostgreSQL refuses to run as root; then it runs as the user that its package made. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await onDatabase(url, 'SELECT 1');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Runs one statement on a connection of its own. */
export async function onDatabase(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
