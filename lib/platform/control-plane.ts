import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from './generated/prisma/client.ts';
import { logger } from './logger.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** Prisma on PGlite or PostgreSQL. Inside a transaction use only its `tx`: PGlite has a single connection. */
export type Prisma = PrismaClient;
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

export interface ControlPlane {
  prisma: PrismaClient;
  /** Whether other processes may be at work on it; PGlite belongs to the one that has locked the data folder. */
  isShared: boolean;
  /** One statement with values; what pg-boss needs of a database. */
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** A script of several statements without values. */
  script(sql: string): Promise<{ rows: unknown[] }>;
  /** Runs `work` while no other process on the same database is in its own. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The key of the advisory lock of `exclusively`: the letters "flt". */
const LOCK = 0x66_6c_74;
const CONNECT_MS = 5_000;
const MAX_CONNECTIONS = 20;
/** A statement without an answer for so long is given up and its connection with it: nobody tells of a lost machine. */
const QUERY_MS = 60_000;
/** How long a transaction waits for a connection, of which PGlite has one, and how long it may take. */
const PATIENCE = { maxWait: 15_000, timeout: 30_000 };
/** Migrations may build indexes. */
const SCRIPT_MS = 3_600_000;

/**
 * Opens PostgreSQL where `databaseUrl` is given, else PGlite in `<dataFolder>/control-plane` (or in memory). `queryMs`
 * is how long a server may be silent.
 */
export async function openControlPlane(options: {
  databaseUrl?: string | undefined;
  queryMs?: number;
  dataFolder?: string | undefined;
  /** A dump of an initialised, empty PGlite: spares tests its seconds of initialisation. */
  template?: Blob | undefined;
}): Promise<ControlPlane> {
  const { databaseUrl, queryMs = QUERY_MS } = options;
  return databaseUrl === undefined ? openPglite(options) : openPostgres(databaseUrl, queryMs);
}

async function openPglite(options: {
  dataFolder?: string | undefined;
  template?: Blob | undefined;
}): Promise<ControlPlane> {
  const database = await PGlite.create({
    ...(options.dataFolder === undefined ? {} : { dataDir: join(options.dataFolder, 'control-plane') }),
    ...(options.template === undefined ? {} : { loadDataDir: options.template }),
  });
  const prisma = retryConflicts(
    new PrismaClient({ adapter: new PrismaPGlite(database), transactionOptions: PATIENCE }),
  );
  return {
    prisma,
    isShared: false,
    query: async (sql, values) => ({ rows: (await database.query(sql, values)).rows }),
    script: async (sql) => {
      try {
        return { rows: (await database.exec(sql)).flatMap((result) => result.rows) };
      } catch (error) {
        await database.exec('ROLLBACK');
        throw error;
      }
    },
    exclusively: (work) => work(), // the lock on the data folder keeps other processes out
    close: async () => {
      await prisma.$disconnect();
      if (!database.closed) await database.close();
    },
  };
}

function openPostgres(connectionString: string, queryMs: number): ControlPlane {
  const pool = new pg.Pool({
    connectionString,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: queryMs,
    keepAlive: true,
  });
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', ({ message }) => logger.warn({ reason: message }, 'a connection to PostgreSQL ended'));
  const prisma = retryConflicts(
    new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: PATIENCE }),
  );
  return {
    prisma,
    isShared: true,
    query: async (sql, values) => ({ rows: (await pool.query(sql, values)).rows }),
    script: (sql) => runScript(pool, sql),
    exclusively: (work) => holdingLock(connectionString, work),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** A script that fails inside its own BEGIN leaves the connection in that transaction: it goes, not back to the pool. */
async function runScript(pool: pg.Pool, sql: string): Promise<{ rows: unknown[] }> {
  const client = await pool.connect();
  try {
    const results = [await client.query({ text: sql, query_timeout: SCRIPT_MS } as pg.QueryConfig)].flat();
    client.release();
    return { rows: results.flatMap((result) => result.rows) };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** On a connection of its own: should this process die, the server ends the connection and with it the lock. */
async function holdingLock<T>(connectionString: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, keepAlive: true });
  client.on('error', ({ message }) => logger.warn({ reason: message }, 'the connection with the lock ended'));
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}
