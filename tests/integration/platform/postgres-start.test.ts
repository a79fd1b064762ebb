import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ControlPlane, openControlPlane } from '#lib/platform/control-plane.ts';
import { requireDurability } from '#lib/platform/durability.ts';
import { migrateControlPlane } from '#lib/platform/migrate-control-plane.ts';
import { meetingOf } from '../../support/meeting.ts';
import { onDatabase, startCluster } from '../../support/postgres-cluster.ts';
import { newTestDatabase } from '../../support/postgres-store.ts';
import { temporaryFolder } from '../../support/server-process.ts';
import { ROOT } from '../../support/source-files.ts';

const MIGRATIONS = readdirSync(join(ROOT, 'prisma/migrations')).sort();

async function emptyDatabase(): Promise<string> {
  const url = await newTestDatabase('template0');
  if (url === undefined) throw new Error('These tests need FAULTLINE_TEST_STORE=postgres.');
  return url;
}

/** A process that opens the stores of a database once `begin` is called. */
async function opening(url: string) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'tests/support/open-and-close.ts')],
    { cwd: ROOT, env: { ...process.env, DATABASE_URL: url, FAULTLINE_DATA: temporaryFolder() } },
  );
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  await once(child.stdout, 'data');
  return async () => {
    const exit = once(child, 'exit');
    child.stdin.write('\n');
    const [code] = await exit;
    return { code, complaint };
  };
}

test('processes that start together on an empty database all start, and migrate it once', async () => {
  const url = await emptyDatabase();
  const processes = await Promise.all([opening(url), opening(url), opening(url)]);
  const ends = await Promise.all(processes.map((begin) => begin()));
  expect(ends).toEqual(ends.map(() => ({ code: 0, complaint: '' })));
  const history = await onDatabase(url, 'SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1');
  expect(history).toEqual(MIGRATIONS.map((name) => ({ name })));
});

test('without taking turns they collide', async () => {
  const databaseUrl = await emptyDatabase();
  const both = await Promise.all([openControlPlane({ databaseUrl }), openControlPlane({ databaseUrl })]);
  const haveRead = meetingOf(2);
  const hasty = (controlPlane: ControlPlane): ControlPlane => ({
    ...controlPlane,
    exclusively: (work) => work(),
    // The history itself is there for both: they collide over what it says.
    script: (sql) =>
      controlPlane.script(sql).catch((error: unknown) => {
        if (!sql.startsWith('CREATE TABLE IF NOT EXISTS')) throw error;
        return { rows: [] };
      }),
    query: async (sql, params) => {
      const read = await controlPlane.query(sql, params);
      await haveRead();
      return read;
    },
  });
  const ends = await Promise.allSettled(both.map((controlPlane) => migrateControlPlane(hasty(controlPlane))));
  expect(ends.map((end) => end.status)).toContain('rejected');
  await Promise.all(both.map((controlPlane) => controlPlane.close()));
});

test('the lock of a process that dies is free again', async () => {
  const databaseUrl = await emptyDatabase();
  const [dying, waiting] = await Promise.all([
    openControlPlane({ databaseUrl }),
    openControlPlane({ databaseUrl }),
  ]);
  const isFree = () => waiting.exclusively(async () => 'free');
  await dying.exclusively(async () => {
    await waiting.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    expect(await isFree()).toBe('free');
  });
  await Promise.all([dying.close(), waiting.close()]);
});

test.each(['fsync', 'full_page_writes'])('a server with %s off is refused', async (setting) => {
  const cluster = await startCluster([`${setting}=off`]);
  try {
    const controlPlane = await openControlPlane({ databaseUrl: cluster.url('postgres') });
    await expect(requireDurability(controlPlane)).rejects.toThrow(`${setting} off`);
    await controlPlane.close();
  } finally {
    await cluster.stop();
  }
});

test('a database that confirms before it has written is refused, and a safe one is not', async () => {
  const databaseUrl = await emptyDatabase();
  const safe = await openControlPlane({ databaseUrl });
  await requireDurability(safe);
  await safe.close();
  const hasty = await openControlPlane({
    databaseUrl: `${databaseUrl}?options=-c%20synchronous_commit%3Doff`,
  });
  await expect(requireDurability(hasty)).rejects.toThrow(
    /synchronous_commit off.*FAULTLINE_ALLOW_UNSAFE_DATABASE=1/,
  );
  await hasty.close();
});
