import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { localOwnerOf } from '#lib/auth/project-access.ts';
import type { Context } from '#lib/platform/context.ts';
import { openControlPlane } from '#lib/platform/control-plane.ts';
import { openEgress } from '#lib/platform/egress.ts';
import { startJobs } from '#lib/platform/jobs.ts';
import { migrateControlPlane } from '#lib/platform/migrate-control-plane.ts';
import { migrateQueryLog } from '#lib/platform/migrate-query-log.ts';
import { closeStores } from '#lib/platform/open-stores.ts';
import { openQueryLogStore } from '#lib/platform/query-log-store.ts';
import { loadServerSecret } from '#lib/platform/secrets.ts';
import { loadKeyring } from '#lib/platform/secrets-keyring.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { migratedDatabase } from './pglite-template.ts';
import { newTestDatabase } from './postgres-store.ts';

interface Opened {
  stores: Stores;
  close: () => Promise<void>;
}
interface StoreOptions {
  memoryBytes?: number;
  /** Keeps the control plane on disk, as a server does; else it is in memory, which is faster. */
  isOnDisk?: boolean;
}

/** Those of this worker's files, where vitest.config.ts lets them share. */
let shared: Promise<Opened> | undefined;

/**
 * Real stores in a folder of their own, with FAULTLINE_TEST_STORE=postgres the control plane in a database of its
 * own. chDB takes one folder a process, so open them once in a test file.
 */
export async function openTestStores(options: StoreOptions = {}): Promise<Opened> {
  if (process.env.FAULTLINE_TEST_STORES !== 'shared') return openStores(options);
  shared ??= openSharedStores();
  return shared;
}

async function openSharedStores(): Promise<Opened> {
  const { stores } = await openStores({});
  process.once('exit', () => rmSync(stores.dataFolder, { recursive: true, force: true }));
  return { stores, close: async () => {} };
}

async function openStores(options: StoreOptions): Promise<Opened> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'faultline-test-'));
  const queryLog = openQueryLogStore({ dataFolder, ...options });
  const databaseUrl = await newTestDatabase();
  const controlPlane = await openControlPlane(
    databaseUrl === undefined
      ? {
          template: await migratedDatabase(),
          dataFolder: options.isOnDisk === true ? dataFolder : undefined,
        }
      : { databaseUrl },
  );
  await migrateControlPlane(controlPlane);
  await migrateQueryLog(queryLog);
  const jobs = await startJobs(controlPlane);
  const stores: Stores = {
    queryLog,
    controlPlane,
    jobs,
    serverSecret: loadServerSecret(dataFolder),
    keyring: loadKeyring(dataFolder, undefined),
    egress: openEgress({ allow: ['127.0.0.1'] }), // where servers of tests listen
    dataFolder,
  };
  return {
    stores,
    close: async () => {
      await closeStores(stores);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A context of a fresh project in which the local owner asks. Each test takes its own. */
export async function ownerContext(stores: Stores, now: () => Date = () => new Date()): Promise<Context> {
  const slug = `test-${uuidv7()}`;
  const project = await ensureProject(stores, { slug, name: slug, isDemo: false });
  return { actor: await localOwnerOf(stores, project), project, now, stores };
}
