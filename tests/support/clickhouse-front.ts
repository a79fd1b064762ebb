import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ChdbConnection, createChdbConnection } from 'chdb/connection';
import { freePort } from './server-process.ts';

/** What goes wrong with a statement; `late` lets it take effect and loses the answer on its way. */
export type Fault =
  | { kind: 'error'; code: number; name: string; message: string }
  | { kind: 'reset' }
  | { kind: 'late' }
  | { kind: 'silent' };

export interface ClickHouseFront {
  url: string;
  /** Asked for each statement; undefined lets it through. */
  fault: ((sql: string) => Fault | undefined) | undefined;
  /** Refuses connections, as a server that is down, and ends those there are. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Of the address, what is no setting. */
const NO_SETTINGS = new Set(['query', 'query_id', 'session_id', 'database', 'enable_http_compression']);
const NAMED_PARAM = /^param_/;

/**
 * What a ClickHouse server says over HTTP to its client, in front of the chDB of a folder that this process has open,
 * with faults on demand. Statements run for real, under the settings and parameters that came with them.
 */
export async function startClickHouseFront(chdbPath: string): Promise<ClickHouseFront> {
  const port = await freePort();
  const engine = new Engine(chdbPath);
  let server: Server | undefined;
  const front: ClickHouseFront = {
    url: `http://127.0.0.1:${port}`,
    fault: undefined,
    start: async () => {
      server = createServer((request, response) => {
        answer(front, engine, request, response).catch(() => response.destroy());
      });
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    },
    stop: async () => {
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
    close: async () => {
      await front.stop();
      await engine.close();
    },
  };
  await front.start();
  return front;
}

async function answer(
  front: ClickHouseFront,
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { sql, given } = await readStatement(request);
  const fault = front.fault?.(sql);
  switch (fault?.kind) {
    case 'error':
      return refuse(
        response,
        fault.code,
        `Code: ${fault.code}. DB::Exception: ${fault.message} (${fault.name})`,
      );
    case 'reset':
      response.destroy();
      return;
    case 'silent':
      return; // until the client hangs up
    case 'late':
      await engine.run(sql, given);
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('{');
      setTimeout(() => response.destroy(), 20);
      return;
  }
  try {
    const result = await engine.run(sql, given);
    response.writeHead(200, { 'x-clickhouse-query-id': given.get('query_id') ?? randomUUID() }).end(result);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    refuse(response, Number(/Code: (\d+)/.exec(message)?.[1] ?? 1002), message);
  }
}

function refuse(response: ServerResponse, code: number, message: string): void {
  response.writeHead(500, { 'x-clickhouse-exception-code': String(code) }).end(message);
}

/** The statement with its data, and what came beside it: parameters and settings by name. */
async function readStatement(request: IncomingMessage): Promise<{ sql: string; given: Map<string, string> }> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://front');
  const given = new Map(searchParams);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (pathname === '/ping') return { sql: 'SELECT 1', given };
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) given.set(name, String(value));
    return { sql: given.get('query') ?? '', given };
  }
  const query = given.get('query');
  return { sql: query === undefined ? body.toString() : `${query}\n${body.toString()}`, given };
}

/** A connection for each set of settings, since they stick to it; each runs one statement at a time. */
class Engine {
  private readonly path: string;
  private readonly connections = new Map<string, { connection: ChdbConnection; turn: Promise<unknown> }>();

  constructor(path: string) {
    this.path = path;
  }

  async run(sql: string, given: ReadonlyMap<string, string>): Promise<string> {
    const settings = [...given].filter(([name]) => !NO_SETTINGS.has(name) && !NAMED_PARAM.test(name));
    const key = JSON.stringify(settings.toSorted());
    const used = this.connections.get(key) ?? {
      connection: createChdbConnection({ path: this.path }),
      turn: Promise.resolve(),
    };
    const isFresh = !this.connections.has(key);
    this.connections.set(key, used);
    const { chdb } = used.connection;
    const result = used.turn.then(async () => {
      if (isFresh)
        for (const [name, value] of settings) await chdb.queryAsync(`SET ${name} = ${quoted(value)}`);
      for (const [name, value] of given)
        if (NAMED_PARAM.test(name)) await chdb.queryAsync(`SET ${name} = ${quoted(value)}`);
      return (await chdb.queryAsync(sql)).text();
    });
    used.turn = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map(({ connection }) => connection.close()));
  }
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
