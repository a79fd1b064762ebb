import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { QueryLogStore } from './query-log-store.ts';

const FOLDER = join(import.meta.dirname, '../../prisma/query-log');

/** Applies the query log's missing migrations in the order of their numbers. Returns their names. */
export async function migrateQueryLog(store: QueryLogStore): Promise<string[]> {
  await store.command(
    'CREATE TABLE IF NOT EXISTS migrations (name String, applied_at DateTime DEFAULT now()) ENGINE = ReplacingMergeTree ORDER BY name',
  );
  const rows = await store.rows(z.object({ name: z.string() }), 'SELECT name FROM migrations');
  const applied = new Set(rows.map((row) => row.name));
  const names = (await readdir(FOLDER)).sort();
  const unknown = [...applied].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `The query log was written by a newer Faultline (it has the migration ${unknown[0]}). Start the newer release.`,
    );
  }
  const missing = names.filter((name) => !applied.has(name));
  for (const name of missing) {
    for (const statement of statementsOf(await readFile(join(FOLDER, name), 'utf8')))
      await store.command(statement);
    await store.insert('migrations', [{ name }]);
  }
  return missing;
}

/** DDL is not transactional here, so each statement must be safe to run again after a crash. */
function statementsOf(script: string): string[] {
  return script
    .split(/;[ \t]*\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
