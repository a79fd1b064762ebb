import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { Session } from 'chdb';
import { createChdbConnection } from 'chdb/connection';
import type { z } from 'zod';
import { AppError } from './errors.ts';

type EmbeddedConnection = NonNullable<ClickHouseClientConfigOptions['connection']>;
export type Params = Record<string, unknown>;

/** The query log, in the ClickHouse dialect. Values are always bound: `{name:Type}` in SQL, `params.name`. */
export interface QueryLogStore {
  /** Runs a SELECT and parses every row. Tables are read as with FINAL. */
  rows<T>(schema: z.ZodType<T>, sql: string, params?: Params): Promise<T[]>;
  /** The same on a connection of its own, so that what ingest has to know never waits for a chart. */
  rowsForIngest<T>(schema: z.ZodType<T>, sql: string, params?: Params): Promise<T[]>;
  /** Inserts rows (JSONEachRow: times as epoch milliseconds, strings well-formed) and returns once they are on disk. */
  insert(table: string, rows: readonly object[]): Promise<void>;
  /** A statement without a result, on a writing connection. */
  command(sql: string, params?: Params): Promise<void>;
  close(): Promise<void>;
}

const READ_SECONDS = 30;
const READ_BYTES = 4 * 2 ** 30;
const EMBEDDED_READERS = 3;
/** Two, so that a commit can store texts while it stores or looks up something else. */
const WRITERS = 2;

const READING: ClickHouseSettings = {
  final: 1,
  do_not_merge_across_partitions_select_final: 1,
  join_use_nulls: 1,
  max_execution_time: READ_SECONDS,
  max_memory_usage: String(READ_BYTES),
  output_format_json_quote_64bit_integers: 0,
};
/** One insert is one group commit already: the engine must not gather on its own. */
const WRITING: ClickHouseSettings = { async_insert: 0, output_format_json_quote_64bit_integers: 0 };

/** Opens a ClickHouse server where `clickhouseUrl` is given, else chDB in `<dataFolder>/query-log`. */
export function openQueryLogStore(options: {
  clickhouseUrl?: string | undefined;
  dataFolder: string;
}): QueryLogStore {
  return options.clickhouseUrl === undefined
    ? openEmbedded(options.dataFolder)
    : openServer(options.clickhouseUrl);
}

function openServer(url: string): QueryLogStore {
  const quiet = { level: ClickHouseLogLevel.OFF };
  // Long lists of ids do not fit into an address.
  const shared = { url, log: quiet, use_multipart_params_auto: true };
  const reader = createClient({ ...shared, clickhouse_settings: READING, max_open_connections: 16 });
  const writer = createClient({ ...shared, clickhouse_settings: WRITING });
  const writers = Array.from({ length: WRITERS }, () => writer);
  return storeOf(
    { readers: Array.from({ length: 16 }, () => reader), ingestReader: reader, writers },
    async () => {
      await Promise.all([reader.close(), writer.close()]);
    },
  );
}

/** A chDB connection runs one statement at a time: two for writing, a few for reading. */
function openEmbedded(dataFolder: string): QueryLogStore {
  const path = join(dataFolder, 'query-log');
  mkdirSync(path, { recursive: true });
  // Server-wide limits exist only as arguments of the first session in the process; 0.5 GiB of mark cache is
  // ample for one machine, where the default takes 5.
  const memoryBytes = Math.floor(totalmem() / 2);
  const session = new Session(path, {
    connectionArgs: [`--max_server_memory_usage=${memoryBytes}`, `--mark_cache_size=${512 * 2 ** 20}`],
  });
  const connect = (settings: ClickHouseSettings) =>
    createClient({
      // chdb's types come from its own copy of the client's package: the same, but not to the compiler.
      connection: createChdbConnection({ path }) as unknown as EmbeddedConnection,
      clickhouse_settings: settings,
      log: { level: ClickHouseLogLevel.OFF },
    });
  const readers = Array.from({ length: EMBEDDED_READERS }, () => connect(READING));
  const ingestReader = connect(READING);
  const writers = Array.from({ length: WRITERS }, () => connect(WRITING));
  return storeOf({ readers, ingestReader, writers }, async () => {
    await Promise.all([...readers, ingestReader, ...writers].map((client) => client.close()));
    session.cleanup();
  });
}

interface Connections {
  /** As many as statements may run at once. */
  readers: ClickHouseClient[];
  ingestReader: ClickHouseClient;
  writers: ClickHouseClient[];
}

function storeOf({ readers, ingestReader, writers }: Connections, close: () => Promise<void>): QueryLogStore {
  const readSlots = new Slots(readers);
  const ingestSlots = new Slots([ingestReader]);
  const writeSlots = new Slots(writers);
  return {
    rows: (schema, sql, params) => readSlots.use((client) => select(client, schema, sql, params)),
    rowsForIngest: (schema, sql, params) => ingestSlots.use((client) => select(client, schema, sql, params)),
    insert: (table, rows) =>
      writeSlots.use(async (client) => {
        if (rows.length > 0) await client.insert({ table, values: rows, format: 'JSONEachRow' });
      }),
    command: (sql, params = {}) =>
      writeSlots.use(async (client) => {
        await client.command({ query: sql, query_params: params });
      }),
    close,
  };
}

async function select<T>(
  client: ClickHouseClient,
  schema: z.ZodType<T>,
  sql: string,
  params: Params = {},
): Promise<T[]> {
  const result = await client
    .query({ query: sql, query_params: params, format: 'JSONEachRow' })
    .catch(explain);
  const rows = await result.json();
  return rows.map((row) => schema.parse(row));
}

/** Hands each free connection to the caller that has waited longest. */
class Slots<T> {
  private readonly free: T[];
  private readonly waiting: ((slot: T) => void)[] = [];

  constructor(slots: T[]) {
    this.free = slots;
  }

  async use<R>(work: (slot: T) => Promise<R>): Promise<R> {
    const slot = this.free.pop() ?? (await new Promise<T>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(slot);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(slot);
      else next(slot);
    }
  }
}

const TIMEOUT_EXCEEDED = '159';
const MEMORY_LIMIT_EXCEEDED = '241';

function explain(error: unknown): never {
  const code = String((error as { code?: unknown }).code);
  if (code === TIMEOUT_EXCEEDED) {
    throw new AppError(
      'unavailable',
      `The question took longer than ${READ_SECONDS} s. Choose a shorter range.`,
      { cause: error },
    );
  }
  if (code === MEMORY_LIMIT_EXCEEDED) {
    throw new AppError(
      'unavailable',
      'The question needs more memory than one question may take. Choose a shorter range.',
      { cause: error },
    );
  }
  throw error;
}
