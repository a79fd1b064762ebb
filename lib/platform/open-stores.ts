import { openControlPlane } from './control-plane.ts';
import { requireDurability } from './durability.ts';
import { openEgress } from './egress.ts';
import type { Settings } from './env.ts';
import { startJobs } from './jobs.ts';
import { migrateControlPlane } from './migrate-control-plane.ts';
import { migrateQueryLog } from './migrate-query-log.ts';
import { openQueryLogStore } from './query-log-store.ts';
import { loadServerSecret } from './secrets.ts';
import { loadKeyring } from './secrets-keyring.ts';
import type { Stores } from './stores.ts';

/** Opens and migrates both stores. The caller holds the lock on the data folder. */
export async function openStores(
  settings: Settings,
  say: (line: string) => void = () => {},
): Promise<Stores> {
  const { dataFolder, clickhouseUrl, databaseUrl, allowUnsafeDatabase } = settings;
  const keyring = loadKeyring(dataFolder, settings.encryptionKeys);
  const queryLog = openQueryLogStore({ clickhouseUrl, dataFolder });
  const controlPlane = await openControlPlane({ databaseUrl, dataFolder });
  if (databaseUrl !== undefined && !allowUnsafeDatabase) await requireDurability(controlPlane);
  const migrated = [...(await migrateControlPlane(controlPlane)), ...(await migrateQueryLog(queryLog))];
  if (migrated.length > 0) say(`migrated ${migrated.join(', ')}`);
  const jobs = await startJobs(controlPlane);
  const egress = openEgress({ allow: settings.egressAllow });
  const serverSecret = loadServerSecret(dataFolder);
  return { controlPlane, queryLog, jobs, serverSecret, keyring, egress, dataFolder };
}

export async function closeStores(stores: Stores): Promise<void> {
  await stores.jobs.stop(5_000);
  await stores.controlPlane.close();
  await stores.queryLog.close();
  await stores.egress.close();
}
