import type { IncomingMessage, ServerResponse } from 'node:http';
import { findApiKey } from '#lib/auth/api-keys.ts';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { toHttpError } from '#lib/platform/http-errors.ts';
import { logger } from '#lib/platform/logger.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { finishDeletions } from './finish-deletions.ts';
import { ingestState } from './ingest-state.ts';
import { type ByteBudget, readBody } from './read-body.ts';
import { type IngestRoute, ingestRoute } from './routes.ts';
import { LIMITS } from './schema.ts';

export interface Ingest {
  /** Whether this request is answered here; reading and deleting at the same paths is not. */
  handles(method: string, pathname: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Refuses what comes from here on and resolves when everything under way is answered. */
  drain(): Promise<void>;
}

interface Options {
  now?: () => Date;
  requestMs?: number;
  /** How long a drain waits for bodies that are still coming. */
  drainMs?: number;
}

const LINGER_MS = 2_000;

/** The ingest paths for plain node:http. Resolves when what an earlier process left half done is done. */
export async function createIngest(stores: Stores, options: Options = {}): Promise<Ingest> {
  const { groupCommit } = ingestState(stores);
  await groupCommit.exclusive(() => finishDeletions(stores));
  const door = new Door(stores, options);
  return {
    handles: (method, pathname) => method === 'POST' && ingestRoute(pathname) !== undefined,
    handle: (request, response) => door.handle(request, response),
    drain: () => door.drain(),
  };
}

class Door {
  private readonly stores: Stores;
  private readonly now: () => Date;
  private readonly requestMs: number;
  private readonly drainMs: number;
  private readonly reading = new Set<AbortController>();
  private readonly active = new Set<Promise<void>>();
  private inFlightBytes = 0;
  private draining = false;

  constructor(stores: Stores, options: Options) {
    this.stores = stores;
    this.now = options.now ?? (() => new Date());
    this.requestMs = options.requestMs ?? LIMITS.requestMs;
    this.drainMs = options.drainMs ?? 5_000;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const done = this.answer(request, response);
    this.active.add(done);
    await done.finally(() => this.active.delete(done));
  }

  async drain(): Promise<void> {
    this.draining = true;
    const cutOff = setTimeout(() => {
      for (const controller of this.reading) controller.abort(stopping());
    }, this.drainMs);
    await Promise.allSettled(this.active);
    clearTimeout(cutOff);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const held = { bytes: 0 };
    const budget: ByteBudget = { take: (bytes) => this.hold(held, bytes) };
    try {
      if (this.draining) throw stopping();
      const { route, id } = routeOf(request);
      const ctx = await this.context(request);
      requirePermission(ctx, route.permission);
      const body = await this.read(request, budget);
      send(request, response, 200, await withDeadline(route.run(ctx, { id, body }), this.requestMs));
    } catch (error) {
      const { status, headers, body } = toHttpError(error);
      if (status === 503 && !(error instanceof AppError))
        logger.error({ err: error, path: request.url }, 'an ingest request failed');
      send(request, response, status, body, this.draining ? { ...headers, connection: 'close' } : headers);
    } finally {
      this.inFlightBytes -= held.bytes;
    }
  }

  private hold(held: { bytes: number }, bytes: number): void {
    if (this.inFlightBytes + bytes > LIMITS.inFlightBytes) {
      throw new AppError('unavailable', 'More is being received than fits. Send it again.', {
        retryAfterSeconds: 2,
      });
    }
    held.bytes += bytes;
    this.inFlightBytes += bytes;
  }

  private async read(request: IncomingMessage, budget: ByteBudget): Promise<unknown> {
    const controller = new AbortController();
    const deadline = setTimeout(
      () =>
        controller.abort(new AppError('timeout', `The body took longer than ${this.requestMs / 1000} s.`)),
      this.requestMs,
    );
    this.reading.add(controller);
    try {
      return await readBody(request, budget, controller.signal);
    } finally {
      clearTimeout(deadline);
      this.reading.delete(controller);
    }
  }

  private async context(request: IncomingMessage): Promise<Context> {
    const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (secret === undefined)
      throw new AppError('unauthenticated', 'Send an API key as Authorization: Bearer <key>.');
    const key = await findApiKey(this.stores, secret, this.now());
    if (key === undefined)
      throw new AppError('unauthenticated', 'This API key is unknown, expired or revoked.');
    const actor = { kind: 'key', keyId: key.keyId, scopes: key.scopes } as const;
    return { actor, project: key.project, now: this.now, stores: this.stores };
  }
}

function stopping(): AppError {
  return new AppError('unavailable', 'The server is stopping. Send it again.', { retryAfterSeconds: 1 });
}

function routeOf(request: IncomingMessage): { route: IngestRoute; id: string } {
  const [pathname = ''] = (request.url ?? '').split('?');
  const found = ingestRoute(pathname);
  if (found === undefined) throw new AppError('not_found', 'There is nothing at this path.');
  if (request.method !== found.route.method)
    throw new AppError('method_not_allowed', `This path takes ${found.route.method} only.`);
  try {
    return { route: found.route, id: decodeURIComponent(found.id) };
  } catch (cause) {
    throw new AppError('invalid', 'The id in the path is not percent-encoded UTF-8.', { path: 'id', cause });
  }
}

/** A commit cannot be called back: what is late may still be stored, and sending it again does no harm. */
async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('unavailable', 'Storing took too long. Send it again.')),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return;
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'private, no-store',
    ...headers,
  });
  response.end(json);
  if (!request.complete) linger(request);
}

/** A sender reads its answer only while the connection lives: the rest of its body is let run out for a moment. */
function linger(request: IncomingMessage): void {
  request.on('error', () => {});
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(timer));
}
