import { mkdtempSync } from 'node:fs';
import { openControlPlane } from '#lib/platform/control-plane.ts';
import { startJobs } from '#lib/platform/jobs.ts';
import { migrateControlPlane } from '#lib/platform/migrate-control-plane.ts';
import { migrateQueryLog } from '#lib/platform/migrate-query-log.ts';
import { openQueryLogStore } from '#lib/platform/query-log-store.ts';
import { loadServerSecret } from '#lib/platform/secrets.ts';

export { ownerContext } from '../../support/stores.ts';
export async function openTestStores() {
  const dataFolder = mkdtempSync('/tmp/fl-pg-');
  const queryLog = openQueryLogStore({ dataFolder });
  const controlPlane = await openControlPlane({ databaseUrl: 'postgres://postgres@127.0.0.1:55432/fl' });
  await migrateControlPlane(controlPlane);
  await migrateQueryLog(queryLog);
  const jobs = await startJobs(controlPlane);
  return {
    stores: { queryLog, controlPlane, jobs, serverSecret: loadServerSecret(dataFolder), dataFolder } as any,
    close: async () => {},
  };
}
