import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from './generated/prisma/client.ts';

/** Prisma on PGlite or PostgreSQL. Inside a transaction use only its `tx`: PGlite has a single connection. */
export type Prisma = PrismaClient;
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

export interface ControlPlane {
  prisma: PrismaClient;
  /** One statement with values; what pg-boss needs of a database. */
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** A script of several statements without values. */
  script(sql: string): Promise<{ rows: unknown[] }>;
  close(): Promise<void>;
}

/** Opens PostgreSQL where `databaseUrl` is given, else PGlite in `<dataFolder>/control-plane` (or in memory). */
export async function openControlPlane(options: {
  databaseUrl?: string | undefined;
  dataFolder?: string | undefined;
  /** A dump of an initialised, empty PGlite: spares tests its seconds of initialisation. */
  template?: Blob | undefined;
}): Promise<ControlPlane> {
  return options.databaseUrl === undefined ? openPglite(options) : openPostgres(options.databaseUrl);
}

async function openPglite(options: {
  dataFolder?: string | undefined;
  template?: Blob | undefined;
}): Promise<ControlPlane> {
  const database = await PGlite.create({
    ...(options.dataFolder === undefined ? {} : { dataDir: join(options.dataFolder, 'control-plane') }),
    ...(options.template === undefined ? {} : { loadDataDir: options.template }),
  });
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(database) });
  return {
    prisma,
    query: async (sql, values) => ({ rows: (await database.query(sql, values)).rows }),
    script: async (sql) => ({ rows: (await database.exec(sql)).flatMap((result) => result.rows) }),
    close: async () => {
      await prisma.$disconnect();
      if (!database.closed) await database.close();
    },
  };
}

function openPostgres(connectionString: string): ControlPlane {
  const pool = new pg.Pool({ connectionString, max: 5, options: '-c synchronous_commit=on' });
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 20 }) });
  return {
    prisma,
    query: async (sql, values) => ({ rows: (await pool.query(sql, values)).rows }),
    script: async (sql) => {
      const results = [await pool.query(sql)].flat();
      return { rows: results.flatMap((result) => result.rows) };
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
