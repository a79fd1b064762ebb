import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlPlane } from './control-plane.ts';

const FOLDER = join(import.meta.dirname, '../../prisma/migrations');

/** As Prisma's own migration engine writes it, so that `prisma migrate` can take over where it can be had. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0)`;

/**
 * Applies the migrations that are missing, each in a transaction of its own. Returns their names. Processes that
 * start together on one database take turns, so that each is applied once.
 */
export async function migrateControlPlane(controlPlane: ControlPlane): Promise<string[]> {
  return controlPlane.exclusively(() => applyMissing(controlPlane));
}

async function applyMissing(controlPlane: ControlPlane): Promise<string[]> {
  await controlPlane.script(HISTORY);
  const { rows } = await controlPlane.query(
    'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL',
  );
  const applied = new Set(rows.map((row) => (row as { name: string }).name));
  const names = (await readdir(FOLDER)).sort();
  const unknown = [...applied].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `The control-plane database was written by a newer Faultline (it has the migration ${unknown[0]}). Start the newer release.`,
    );
  }
  const missing = names.filter((name) => !applied.has(name));
  for (const name of missing) await applyMigration(controlPlane, name);
  return missing;
}

async function applyMigration(controlPlane: ControlPlane, name: string): Promise<void> {
  const sql = await readFile(join(FOLDER, name, 'migration.sql'), 'utf8');
  const checksum = createHash('sha256').update(sql).digest('hex');
  await controlPlane.script(`BEGIN; ${sql};
    INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', '${name.replaceAll("'", "''")}', now(), 1); COMMIT;`);
}
