import { openControlPlane } from '#lib/platform/control-plane.ts';
import { startJobs } from '#lib/platform/jobs.ts';
import { migrateControlPlane } from '#lib/platform/migrate-control-plane.ts';
import { onDatabase, startCluster } from './postgres-cluster.ts';
import { TEMPLATE } from './postgres-store.ts';

/** With FAULTLINE_TEST_STORE=postgres: a PostgreSQL for the run, with a migrated database to copy for each file. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.FAULTLINE_TEST_STORE !== 'postgres') return undefined;
  const cluster = await startCluster();
  await onDatabase(cluster.url('postgres'), `CREATE DATABASE ${TEMPLATE}`);
  const controlPlane = await openControlPlane({ databaseUrl: cluster.url(TEMPLATE) });
  await migrateControlPlane(controlPlane);
  await (await startJobs(controlPlane)).stop(5_000);
  await controlPlane.close();
  process.env.FAULTLINE_TEST_DATABASE_URL = cluster.url('postgres');
  return cluster.stop;
}
