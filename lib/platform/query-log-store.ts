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
import { Slots } from './slots.ts';

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
/** How long a ClickHouse server may be silent where a sender waits; it ends the statement itself before that. */
const INGEST_MS = 10_000;
const READ_BYTES = 4 * 2 ** 30;
/** What all charts of the embedded engine may hold together, of what it may have: the rest is for ingest. */
const CHARTS_SHARE = 0.75;
const EMBEDDED_READERS = 3;
const SERVER_READERS = 16;
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
/**
 * An insert waits until every file of its part is on disk. Of a part of few rows nearly all files are those of skip
 * indexes, which save nothing there: merges build them. `answer_words` is always built, because the engine fails to
 * search a column that may be null in parts with and parts without their index together.
 */
const WITHOUT_INDEXES = 'question_words,by_question,by_session,by_trace,words,known';
const FEW_ROWS = 200;

/**
 * Opens a ClickHouse server where `clickhouseUrl` is given, else chDB in `<dataFolder>/query-log`. `ingestMs` is how
 * long a server may be silent where a sender waits, `memoryBytes` what chDB may take.
 */
export function openQueryLogStore(options: {
  clickhouseUrl?: string | undefined;
  dataFolder: string;
  ingestMs?: number;
  memoryBytes?: number;
}): QueryLogStore {
  const {
    clickhouseUrl,
    dataFolder,
    ingestMs = INGEST_MS,
    memoryBytes = Math.floor(totalmem() / 2),
  } = options;
  return clickhouseUrl === undefined
    ? openEmbedded(dataFolder, memoryBytes)
    : openServer(clickhouseUrl, ingestMs);
}

function openServer(url: string, ingestMs: number): QueryLogStore {
  const connect = (options: ClickHouseClientConfigOptions) =>
    // Long lists of ids do not fit into an address.
    createClient({
      url,
      log: { level: ClickHouseLogLevel.OFF },
      use_multipart_params_auto: true,
      ...options,
    });
  // What the client gives up must not take effect later: the server stops before that.
  const max_execution_time = (ingestMs * 0.8) / 1000;
  const reader = connect({
    clickhouse_settings: READING,
    max_open_connections: SERVER_READERS,
    request_timeout: (READ_SECONDS + 5) * 1000,
  });
  const ingestReader = connect({
    clickhouse_settings: { ...READING, max_execution_time },
    request_timeout: ingestMs,
  });
  const writer = connect({
    clickhouse_settings: { ...WRITING, max_execution_time },
    request_timeout: ingestMs,
  });
  // A deletion may take long: while the server works on it, it says so, and only one that is silent is given up.
  const commander = connect({
    clickhouse_settings: {
      ...WRITING,
      send_progress_in_http_headers: 1,
      http_headers_progress_interval_ms: String(Math.round(ingestMs / 3)),
    },
    max_response_headers_size: 2 ** 20,
    request_timeout: ingestMs,
  });
  const clients = [reader, ingestReader, writer, commander];
  return storeOf(
    {
      readers: Array.from({ length: SERVER_READERS }, () => reader),
      ingestReaders: Array.from({ length: WRITERS }, () => ingestReader),
      writers: Array.from({ length: WRITERS }, () => writer),
      commander,
    },
    async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  );
}

/** A chDB connection runs one statement at a time: two for writing, a few for reading. */
function openEmbedded(dataFolder: string, memoryBytes: number): QueryLogStore {
  const path = join(dataFolder, 'query-log');
  mkdirSync(path, { recursive: true });
  // Server-wide limits exist only as arguments of the first session in the process; 0.5 GiB of mark cache is
  // ample for one machine, where the default takes 5.
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
  // Charts that all run into their limit at once must leave memory to ingest.
  const chartBytes = Math.floor(Math.min(READ_BYTES, (memoryBytes * CHARTS_SHARE) / EMBEDDED_READERS));
  const charting = { ...READING, max_memory_usage: String(chartBytes) };
  const readers = Array.from({ length: EMBEDDED_READERS }, () => connect(charting));
  const ingestReader = connect(READING);
  const writers = Array.from({ length: WRITERS }, () => connect(WRITING));
  // Named for large inserts too, because what a statement sets stays with its connection.
  const insertSettings = (rows: number): ClickHouseSettings => ({
    exclude_materialize_skip_indexes_on_insert: rows < FEW_ROWS ? WITHOUT_INDEXES : '',
  });
  return storeOf({ readers, ingestReaders: [ingestReader], writers, insertSettings }, async () => {
    await Promise.all([...readers, ingestReader, ...writers].map((client) => client.close()));
    session.cleanup();
  });
}

interface Connections {
  /** As many as statements may run at once. */
  readers: ClickHouseClient[];
  ingestReaders: ClickHouseClient[];
  writers: ClickHouseClient[];
  /** For statements without a result, in the slot of a writer; a writer where it is left out. */
  commander?: ClickHouseClient;
  /** Settings of an insert of so many rows. */
  insertSettings?: (rows: number) => ClickHouseSettings;
}

function storeOf(connections: Connections, close: () => Promise<void>): QueryLogStore {
  const readSlots = new Slots(connections.readers);
  const ingestSlots = new Slots(connections.ingestReaders);
  const writeSlots = new Slots(connections.writers);
  const { commander, insertSettings = () => ({}) } = connections;
  return {
    rows: (schema, sql, params) =>
      readSlots.use((client) => select(client, schema, sql, params).catch(explain)),
    rowsForIngest: (schema, sql, params) => ingestSlots.use((client) => select(client, schema, sql, params)),
    insert: (table, rows) =>
      writeSlots.use(async (client) => {
        if (rows.length === 0) return;
        const clickhouse_settings = insertSettings(rows.length);
        await client.insert({ table, values: rows, format: 'JSONEachRow', clickhouse_settings });
      }),
    command: (sql, params = {}) =>
      writeSlots.use(async (writer) => {
        await (commander ?? writer).command({ query: sql, query_params: params });
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
  const result = await client.query({ query: sql, query_params: params, format: 'JSONEachRow' });
  const rows = await result.json();
  return rows.map((row) => schema.parse(row));
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
