import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const schemaFolder = join(import.meta.dirname, 'schema');
const migrationsFolder = join(import.meta.dirname, 'migrations');

/** SQL that takes the committed migrations to the schema in prisma/schema. Runs on a database in memory. */
export async function diffSchema(): Promise<string> {
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm');
  const database = await PGlite.create();
  const files = await readAll(schemaFolder, (name) => name);
  const migrations = await readAll(migrationsFolder, (name) => join(name, 'migration.sql'));
  const adapter = bindMigrationAwareSqlAdapterFactory(shadowOn(database));
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  const filters = { externalTables: [], externalEnums: [] };
  const result = await engine.diff({
    from: {
      tag: 'migrations',
      baseDir: migrationsFolder,
      lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
      shadowDbInitScript: '',
      migrationDirectories: migrations.map(({ name, content }) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: content } },
      })),
    },
    to: { tag: 'schemaDatamodel', files: files.map(({ path, content }) => ({ path, content })) },
    script: true,
    exitCode: null,
    filters,
  });
  await database.close();
  return result.stdout ?? '';
}

/** The engine asks for a second, empty database to replay the migrations in: this one, which is empty. */
function shadowOn(database: PGlite) {
  const factory = new PrismaPGlite(database);
  return Object.assign(factory, { connectToShadowDb: () => factory.connect() });
}

async function readAll(folder: string, fileIn: (name: string) => string) {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, fileIn(name));
      return { name, path, content: await readFile(path, 'utf8') };
    }),
  );
}

if (import.meta.main) process.stdout.write(await diffSchema());
