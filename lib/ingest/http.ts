import type { IncomingMessage, ServerResponse } from 'node:http';
import { findApiKey, type KeyIdentity } from '#lib/auth/api-keys.ts';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { toHttpError } from '#lib/platform/http-errors.ts';
import { logger } from '#lib/platform/logger.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { UNAVAILABLE } from './counters.ts';
import { Deadlines } from './deadlines.ts';
import { eventsOf } from './events-of.ts';
import { finishDeletions } from './finish-deletions.ts';
import { DEFAULT_SPAN_DAYS } from './group-commit.ts';
import { ingestState } from './ingest-state.ts';
import { keepSpansFor } from './keep-spans-for.ts';
import { RateLimits } from './rate-limits.ts';
import { type ByteBudget, readBody } from './read-body.ts';
import { requireOpenProject } from './require-open-project.ts';
import { type IngestRoute, ingestRoute } from './routes.ts';
import { LIMITS } from './schema.ts';
import { JSON_WIRE, jsonWire } from './wire.ts';

export interface Ingest {
  /** Whether this request is answered here; reading and deleting at the same paths is not. */
  handles(method: string, pathname: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Refuses what comes from here on and resolves when everything under way is answered. */
  drain(): Promise<void>;
}

interface Options {
  /** How many days spans are kept. */
  spanDays?: number;
  now?: () => Date;
  /** How long a body may take to come. */
  requestMs?: number;
  /** How long a store may take. */
  storeMs?: number;
  /** How long a drain waits for bodies that are still coming. */
  drainMs?: number;
  rateLimits?: RateLimits;
}

const LINGER_MS = 2_000;
/** How much longer a drain waits for stores than for bodies. */
const LAST_COMMIT_MS = 2_500;
/** How long a stop waits for its last counts to be stored. */
const COUNTS_MS = 2_000;

/** The ingest paths for plain node:http. Resolves when what an earlier process left half done is done. */
export async function createIngest(stores: Stores, options: Options = {}): Promise<Ingest> {
  const { groupCommit } = ingestState(stores);
  const { spanDays = DEFAULT_SPAN_DAYS } = options;
  await keepSpansFor(stores.queryLog, spanDays);
  groupCommit.keepSpansFor(spanDays);
  await groupCommit.exclusive(() => finishDeletions(stores));
  const door = new Door(stores, options);
  return {
    handles: (method, pathname) => {
      const found = ingestRoute(pathname);
      return found !== undefined && (method === 'POST' || found.route.ownsPath === true);
    },
    handle: (request, response) => door.handle(request, response),
    drain: () => door.drain(),
  };
}

class Door {
  private readonly stores: Stores;
  private readonly now: () => Date;
  private readonly requestMs: number;
  private readonly storeMs: number;
  private readonly drainMs: number;
  private readonly rateLimits: RateLimits;
  private readonly bodies = new Deadlines();
  private readonly stored = new Deadlines();
  private readonly active = new Set<Promise<void>>();
  private inFlightBytes = 0;
  private draining = false;

  constructor(stores: Stores, options: Options) {
    this.stores = stores;
    this.now = options.now ?? (() => new Date());
    this.requestMs = options.requestMs ?? LIMITS.requestMs;
    this.storeMs = options.storeMs ?? LIMITS.storeMs;
    this.drainMs = options.drainMs ?? 5_000;
    this.rateLimits = options.rateLimits ?? new RateLimits();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const done = this.answer(request, response);
    this.active.add(done);
    await done.finally(() => this.active.delete(done));
  }

  async drain(): Promise<void> {
    this.draining = true;
    const cutOffs = [
      setTimeout(() => this.bodies.end(stopping()), this.drainMs),
      setTimeout(() => this.stored.end(stopping()), this.drainMs + LAST_COMMIT_MS),
    ];
    await Promise.allSettled(this.active);
    for (const cutOff of cutOffs) clearTimeout(cutOff);
    const { eventCounts } = ingestState(this.stores);
    await this.stored.limit(COUNTS_MS, late(), () => eventCounts.store()).catch(() => {});
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const held = { bytes: 0 };
    const budget: ByteBudget = { take: (bytes) => this.hold(held, bytes) };
    let wire = JSON_WIRE;
    const began = performance.now();
    let observe = (_status: number): void => {};
    try {
      const { route, id } = routeOf(request);
      wire = (route.wire ?? jsonWire)(request.headers['content-type']);
      if (this.draining) throw stopping();
      const { ctx, key } = await this.inTime(() => this.context(request, route));
      observe = (status) => this.observe(ctx.project.id, route, status, performance.now() - began);
      requirePermission(ctx, route.permission);
      requireOpenProject(ctx.project);
      const body = wire.decode(await this.read(request, budget));
      const events = eventsOf(body, route.unit);
      await this.rateLimits.take(key, events).catch((error: unknown) => {
        this.countRefused(ctx, route, events, error);
        throw error;
      });
      const answer = await this.inTime(() => route.run(ctx, { id, body }));
      send(request, response, { status: 200, type: wire.contentType, body: wire.encode(answer) });
      observe(200);
    } catch (error) {
      const httpError = toHttpError(error);
      const { status, headers } = httpError;
      if (status === 503 && !(error instanceof AppError))
        logger.error({ err: error, path: request.url }, 'an ingest request failed');
      send(request, response, {
        status,
        type: wire.contentType,
        body: wire.encodeError(httpError),
        headers: this.draining ? { ...headers, connection: 'close' } : headers,
      });
      observe(status);
    } finally {
      this.inFlightBytes -= held.bytes;
    }
  }

  /** Events that came and were not let in: `too_many`, or `too_large` for any minute. */
  private countRefused({ project }: Context, { unit }: IngestRoute, sent: number, error: unknown): void {
    const { counters } = ingestState(this.stores);
    const reason = error instanceof AppError ? error.kind : UNAVAILABLE;
    const rejected = Array.from({ length: sent }, () => reason);
    counters.count(project.id, unit, { sent, accepted: 0, duplicates: 0, rejected }, this.now().getTime());
  }

  private observe(projectId: string, { path }: IngestRoute, status: number, ms: number): void {
    const { requestSeconds } = ingestState(this.stores).counters.ofProject(projectId);
    requestSeconds.observe({ route: path, status }, ms / 1000);
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

  private read(request: IncomingMessage, budget: ByteBudget): Promise<Buffer> {
    const slow = new AppError('timeout', `The body took longer than ${this.requestMs / 1000} s.`);
    return this.bodies.limit(this.requestMs, slow, (signal) => readBody(request, budget, signal));
  }

  /** A commit cannot be called back: what is late may still be stored, and sending it again does no harm. */
  private inTime<T>(work: () => Promise<T>): Promise<T> {
    return this.stored.limit(this.storeMs, late(), work);
  }

  private async context(
    request: IncomingMessage,
    route: IngestRoute,
  ): Promise<{ ctx: Context; key: KeyIdentity }> {
    const secrets = sentSecrets(request.headers.authorization ?? '', route.basicAuth === true);
    if (secrets.length === 0)
      throw new AppError('unauthenticated', 'Send an API key as Authorization: Bearer <key>.');
    let key: KeyIdentity | undefined;
    for (const secret of secrets) key ??= await findApiKey(this.stores, secret, this.now());
    if (key === undefined)
      throw new AppError('unauthenticated', 'This API key is unknown, expired or revoked.');
    const actor = { kind: 'key', keyId: key.keyId, name: key.name, scopes: key.scopes } as const;
    return { ctx: { actor, project: key.project, now: this.now, stores: this.stores }, key };
  }
}

function stopping(): AppError {
  return new AppError('unavailable', 'The server is stopping. Send it again.', { retryAfterSeconds: 1 });
}

function late(): AppError {
  return new AppError('unavailable', 'Storing took too long. Send it again.');
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

/**
 * The keys that an Authorization header may hold. With Basic the password is the key, whatever the user is called;
 * a sender that has room for one secret only may give it as the user.
 */
function sentSecrets(authorization: string, takesBasic: boolean): string[] {
  const [, scheme, value = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme === undefined) return [];
  if (scheme.toLowerCase() === 'bearer') return [value];
  if (!takesBasic) return [];
  const [user = '', ...password] = Buffer.from(value, 'base64').toString().split(':');
  return [password.join(':'), user].filter((secret) => secret !== '');
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: { status: number; type: string; body: string | Uint8Array; headers?: Record<string, string> },
): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.body),
    'cache-control': 'private, no-store',
    ...answer.headers,
  });
  response.end(answer.body);
  if (!request.complete) linger(request);
}

/** A sender reads its answer only while the connection lives: the rest of its body is let run out for a moment. */
function linger(request: IncomingMessage): void {
  request.on('error', () => {});
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(timer));
}
