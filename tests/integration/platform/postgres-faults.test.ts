import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { type ControlPlane, openControlPlane } from '#lib/platform/control-plane.ts';
import { meetingOf } from '../../support/meeting.ts';
import { newTestDatabase } from '../../support/postgres-store.ts';
import { freePort } from '../../support/server-process.ts';
import { told } from './told.ts';

let databaseUrl: string;
let controlPlane: ControlPlane;
beforeAll(async () => {
  databaseUrl = (await newTestDatabase()) ?? '';
  controlPlane = await openControlPlane({ databaseUrl });
});
afterAll(() => controlPlane.close());

test('a server that is not there is a 503', async () => {
  const elsewhere = new URL(databaseUrl);
  elsewhere.port = String(await freePort());
  const gone = await openControlPlane({ databaseUrl: elsewhere.href });
  for (const ask of [
    () => gone.query('SELECT 1'),
    () => gone.prisma.project.findFirst(),
    () => gone.exclusively(async () => 1),
  ])
    expect(await told(ask())).toMatchObject({ state: '08001', status: 503 });
  await gone.close();
});

test('connections that the server ends are a 503 once, and the process goes on', async () => {
  const other = await openControlPlane({ databaseUrl });
  const running = told(other.query('SELECT pg_sleep(20)'));
  const idle = other.prisma.project.findFirst();
  await idle;
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await controlPlane.query(end);
  expect(await running).toMatchObject({ status: 503, state: '57P01' });
  const asked = () => told(other.prisma.project.count());
  await expect.poll(asked, { timeout: 20_000 }).toMatchObject({ status: 200 });
  await other.close();
});

test('when every connection is taken, who waits is told so within seconds', async () => {
  const other = await openControlPlane({ databaseUrl });
  const hold = Array.from({ length: 20 }, () => other.query('SELECT pg_sleep(9)'));
  expect(await told(other.query('SELECT 1'))).toMatchObject({ state: '08001', status: 503 });
  await Promise.all(hold);
  expect(await other.query('SELECT 1 AS one')).toEqual({ rows: [{ one: 1 }] });
  await other.close();
});

test('a script that fails in its own transaction leaves no connection in it', async () => {
  for (let i = 0; i < 25; i++)
    await expect(controlPlane.script('BEGIN; SELECT 1/0; COMMIT')).rejects.toThrow();
  const { rows } = await controlPlane.query(
    `SELECT count(*)::int AS broken FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  expect(rows).toEqual([{ broken: 0 }]);
});

/** Two transactions that lock two rows in opposite order, each its first before either its second. */
async function cross(): Promise<{ ends: PromiseSettledResult<unknown>[]; attempts: number }> {
  const { prisma } = controlPlane;
  const stores = { controlPlane } as Parameters<typeof ensureProject>[0];
  const [a, b] = await Promise.all(
    ['a', 'b'].map((name) => ensureProject(stores, { slug: `${name}-${uuidv7()}`, name, isDemo: false })),
  );
  if (a === undefined || b === undefined) throw new Error('no projects');
  let attempts = 0;
  const meet = meetingOf(2);
  const rename = (first: string, second: string) =>
    prisma.$transaction(async (tx) => {
      attempts += 1;
      await tx.$executeRaw`UPDATE "Project" SET name = name || '+' WHERE id = ${first}`;
      await meet();
      await tx.$executeRaw`UPDATE "Project" SET name = name || '+' WHERE id = ${second}`;
    });
  const ends = await Promise.allSettled([rename(a.id, b.id), rename(b.id, a.id)]);
  const renamed = await prisma.project.findMany({ where: { id: { in: [a.id, b.id] } } });
  if (ends.every((end) => end.status === 'fulfilled'))
    expect(renamed.map((project) => project.name).sort()).toEqual(['a++', 'b++']);
  return { ends, attempts };
}

test('a transaction that lost a deadlock runs again', async () => {
  const { ends, attempts } = await cross();
  expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'fulfilled']);
  expect(attempts).toBe(3);
});
