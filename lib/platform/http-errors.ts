import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { AppError, type ErrorKind } from './errors.ts';
import { sqlState } from './sql-state.ts';

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  timeout: 408,
  conflict: 409,
  too_large: 413,
  unsupported_media: 415,
  too_many: 429,
  unavailable: 503,
};

/** The body of every error answer. */
export const errorBodySchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), path: z.string().optional() }),
});

export interface HttpError {
  status: number;
  headers: Record<string, string>;
  body: z.infer<typeof errorBodySchema>;
}

/**
 * The one map from errors to HTTP. Whatever is not an expected error becomes 503 with Retry-After, never 500:
 * senders of logs give up on 500 and lose the batch, and a fault of ours is not theirs to drop.
 */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof z.ZodError) return toHttpError(fromZod(error));
  if (error instanceof AppError) {
    const headers: Record<string, string> = {};
    const retryAfter = error.retryAfterSeconds ?? (error.kind === 'unavailable' ? 5 : undefined);
    if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
    if (error.kind === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
    const path = error.path === undefined ? {} : { path: error.path };
    return {
      status: STATUS[error.kind],
      headers,
      body: { error: { code: error.kind, message: error.message, ...path } },
    };
  }
  return ofFault(error);
}

/** SQLSTATEs of a value that the database cannot hold: sending it again would not help. */
const UNSTORABLE = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05']);
const UNSTORABLE_MESSAGE =
  'A value cannot be stored: a number or date out of range, or text with a NUL character. Correct it and send it again.';

function ofFault(error: unknown): HttpError {
  const state = sqlState(error) ?? '';
  if (UNSTORABLE.has(state)) return toHttpError(new AppError('invalid', UNSTORABLE_MESSAGE));
  const message = isDiskFull(error)
    ? 'The disk is full. Nothing was stored; send it again once there is space.'
    : 'A store did not answer. Nothing was lost on this side; send it again.';
  return {
    status: 503,
    headers: { 'retry-after': String(retryAfterSeconds(error, state)) },
    body: { error: { code: 'unavailable', message } },
  };
}

/** A lost race is over at once, and a full disk or server takes a while. Who met a restart comes back spread out. */
function retryAfterSeconds(error: unknown, state: string): number {
  if (isDiskFull(error) || isFallingBehind(error) || /^53/.test(state)) return 30;
  if (['40001', '40P01', '55P03', '57014'].includes(state)) return 1;
  if (/^(08|57P0)/.test(state)) return randomInt(1, 6);
  return 5;
}

/** The first wrong field of a zod error, as an AppError. */
export function fromZod(error: z.ZodError): AppError {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  const message = path === '' ? (issue?.message ?? 'The input is wrong.') : `${path}: ${issue?.message}`;
  return new AppError('invalid', message, path === '' ? {} : { path });
}

/** NOT_ENOUGH_SPACE of ClickHouse, which the client tells by its number alone. */
const NOT_ENOUGH_SPACE = '243';
/** ClickHouse merges slower than it is written to. */
const TOO_MANY_PARTS = '252';

function isDiskFull(error: unknown): boolean {
  const text = codeOf(error) + String((error as Error | null)?.message ?? '');
  return codeOf(error) === NOT_ENOUGH_SPACE || /ENOSPC|53100|NOT_ENOUGH_SPACE|No space left/i.test(text);
}

function isFallingBehind(error: unknown): boolean {
  return codeOf(error) === TOO_MANY_PARTS;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}
