import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { createIngest, type Ingest } from '#lib/ingest/http.ts';
import type { Context, Scope } from '#lib/platform/context.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: {
    accepted: number;
    duplicates: number;
    ids: (string | null)[];
    rejected: { index: number; code: string; path: string }[];
    error: { code: string; message: string; path?: string };
    id: string;
  };
}

type Piece = string | Buffer | Promise<string>;

export interface Door {
  ingest: Ingest;
  server: Server;
  port: number;
  key: string;
  post(path: string, body: BodyInit, headers?: Record<string, string>): Promise<Answer>;
  postJson(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /**
   * Writes the pieces as they are, one a turn and each once it is there, and returns all that comes back until the
   * other side closes.
   */
  raw(pieces: readonly Piece[], options?: { everyMs?: number; closeAtOnce?: boolean }): Promise<string>;
  close(): Promise<void>;
}

/** The ingest paths alone, on a real server with a real key of the context's project. */
export async function openDoor(
  ctx: Context,
  options: Parameters<typeof createIngest>[1] & { scopes?: readonly Scope[] } = {},
): Promise<Door> {
  const key = `flt_${ctx.project.id}_${Math.random().toString(36).slice(2)}`;
  await ensureApiKey(ctx.stores, ctx.project, {
    name: 'test',
    secret: key,
    scopes: options.scopes ?? ['ingest'],
  });
  const ingest = await createIngest(ctx.stores, options);
  const server = createServer((request, response) => {
    ingest.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const post: Door['post'] = async (path, body, headers = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body,
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer['body'],
    };
  };
  return {
    ingest,
    server,
    port,
    key,
    post,
    postJson: (path, body, headers) => post(path, JSON.stringify(body), headers),
    raw: (pieces, rawOptions) => rawExchange(port, pieces, rawOptions),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function rawExchange(
  port: number,
  pieces: readonly Piece[],
  { everyMs = 0, closeAtOnce = false } = {},
): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    const rest = [...pieces];
    const next = async () => {
      const piece = await rest.shift();
      if (piece === undefined) {
        if (closeAtOnce) socket.destroy();
        return;
      }
      if (!socket.writable) return;
      socket.write(piece, () => setTimeout(() => void next(), everyMs));
    };
    socket.on('connect', () => void next());
  });
}
