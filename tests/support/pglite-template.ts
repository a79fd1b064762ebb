import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openControlPlane } from '#lib/platform/control-plane.ts';
import { startJobs } from '#lib/platform/jobs.ts';
import { migrateControlPlane } from '#lib/platform/migrate-control-plane.ts';

const CACHE = join('node_modules', '.cache', 'faultline');
const PACKAGES = ['@electric-sql/pglite', 'pg-boss'].map((name) =>
  join('node_modules', name, 'package.json'),
);
const MIGRATIONS = join('prisma', 'migrations');

/** A migrated, empty PGlite: making one takes seconds, so it is kept between test files and runs. */
export async function migratedDatabase(): Promise<Blob> {
  const path = join(CACHE, `pglite-${contentHash()}.tar`);
  if (!existsSync(path)) {
    mkdirSync(CACHE, { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, Buffer.from(await (await newDatabase()).arrayBuffer()));
    renameSync(draft, path);
  }
  return new Blob([readFileSync(path)]);
}

async function newDatabase(): Promise<Blob> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'faultline-template-'));
  const controlPlane = await openControlPlane({ dataFolder });
  await migrateControlPlane(controlPlane);
  await (await startJobs(controlPlane)).stop(5_000);
  await controlPlane.close();
  const database = await PGlite.create(join(dataFolder, 'control-plane'));
  const dump = await database.dumpDataDir('none');
  await database.close();
  rmSync(dataFolder, { recursive: true, force: true });
  return dump;
}

function contentHash(): string {
  const hash = createHash('sha256');
  const migrations = readdirSync(MIGRATIONS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of [...PACKAGES, ...migrations]) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}
