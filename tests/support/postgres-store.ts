import { randomBytes } from 'node:crypto';
import { onDatabase } from './postgres-cluster.ts';

/** A migrated, empty database that the test run keeps for copying. */
export const TEMPLATE = 'faultline_template';

/** The address of a new database on the run's PostgreSQL; undefined where the run is on PGlite. */
export async function newTestDatabase(template = TEMPLATE): Promise<string | undefined> {
  const server = process.env.FAULTLINE_TEST_DATABASE_URL;
  if (process.env.FAULTLINE_TEST_STORE !== 'postgres' || server === undefined) return undefined;
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onDatabase(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
