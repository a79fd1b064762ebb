import { setTimeout as wait } from 'node:timers/promises';
import { type Egress, isBlockedAddress } from '../platform/egress.ts';
import { type CallDescription, faultOf } from './fault-of.ts';
import { withinFetchScope } from './fetch-scope.ts';
import { ProviderFault } from './provider-fault.ts';
import { retryAfterSeconds, type WireNotes } from './wire-notes.ts';

const ATTEMPTS = 3;
const FIRST_WAIT_MS = 400;
/** Nobody in front of a screen waits longer; the fault then says when to try again. */
const LONGEST_WAIT_MS = 20_000;
const LARGEST_ANSWER_BYTES = 128 * 2 ** 20;
const WORTH_ANOTHER_TRY = new Set([408, 429, 500, 502, 503, 504, 529]);

export interface CallOptions extends Omit<CallDescription, 'connection' | 'key'> {
  /** For each attempt: until the answer is read, or until it begins where it is streamed. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  streamed?: boolean;
}

/** The way to one connection: every request that its client makes goes through here. */
export interface ProviderWire {
  /**
   * Runs a client's call. Rate limits, faults of the server and failed connections are tried again, as Retry-After
   * says. Throws ProviderFault; when the caller's signal ended it, that signal's reason.
   */
  call<T>(options: CallOptions, work: () => Promise<T>): Promise<T>;
}

/** `origins` are the only ones that get a request, and with it the key. */
export function openProviderWire(
  egress: Egress,
  connection: {
    name: string;
    key: string | null;
    origins: readonly string[];
    /** Before the second attempt, where the server names no time; twice as long before the third. */
    firstWaitMs?: number;
  },
): ProviderWire {
  return {
    call: async (options, work) => {
      const notes: WireNotes = { refusal: undefined, failure: undefined };
      const call: CallDescription = { ...options, connection: connection.name, key: connection.key };
      options.signal?.throwIfAborted();
      try {
        const send: typeof fetch = (input, init) =>
          request(egress, connection, options, notes, new Request(input, withoutRouting(init)));
        return await withinFetchScope({ send }, work);
      } catch (error) {
        options.signal?.throwIfAborted();
        throw error instanceof ProviderFault ? error : faultOf(call, notes);
      }
    },
  };
}

/** Clients' own agents and redirects are not for them to choose. */
function withoutRouting(init: RequestInit | undefined): RequestInit {
  const {
    dispatcher: _,
    agent: __,
    ...rest
  } = (init ?? {}) as RequestInit & {
    dispatcher?: unknown;
    agent?: unknown;
  };
  return { ...rest, redirect: 'manual' };
}

async function request(
  egress: Egress,
  connection: { origins: readonly string[]; firstWaitMs?: number },
  options: CallOptions,
  notes: WireNotes,
  asked: Request,
): Promise<Response> {
  const { origin, host } = new URL(asked.url);
  if (!connection.origins.includes(origin)) {
    notes.failure = { kind: 'other_host', host };
    throw new Error('other host');
  }
  const sent = await asOutgoing(asked);
  for (let attempt = 1; ; attempt++) {
    notes.refusal = undefined;
    notes.failure = undefined;
    const answer = await attemptOnce(egress, options, notes, sent).catch((error: unknown) => {
      if (attempt >= ATTEMPTS || !isWorthAnotherTry(notes) || options.signal?.aborted) throw error;
      return undefined;
    });
    if (answer?.ok) return answer;
    const waitMs = waitBefore(attempt, notes, connection.firstWaitMs ?? FIRST_WAIT_MS);
    const isLast =
      answer !== undefined && (attempt >= ATTEMPTS || !isWorthAnotherTry(notes) || waitMs > LONGEST_WAIT_MS);
    if (isLast) return answer;
    await wait(waitMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}

interface Outgoing {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | undefined;
  signal: AbortSignal;
}

async function asOutgoing(asked: Request): Promise<Outgoing> {
  const headers = new Headers(asked.headers);
  headers.delete('content-length');
  const body = asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer());
  return {
    url: asked.url,
    method: asked.method,
    headers: Object.fromEntries(headers),
    body,
    signal: asked.signal,
  };
}

async function attemptOnce(
  egress: Egress,
  options: CallOptions,
  notes: WireNotes,
  sent: Outgoing,
): Promise<Response> {
  const { timeoutMs, signal, streamed } = options;
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), timeoutMs);
  const signals = [timer.signal, sent.signal, ...(signal === undefined ? [] : [signal])];
  try {
    const answer = await egress.fetch(sent.url, { ...sent, signal: AbortSignal.any(signals) });
    if (answer.ok && streamed === true) return answer;
    const whole = await readWhole(answer, notes);
    if (!whole.ok) notes.refusal = await refusalOf(whole);
    return whole;
  } catch (error) {
    notes.failure ??= timer.signal.aborted ? { kind: 'timeout', afterMs: timeoutMs } : failureOf(error);
    throw error;
  } finally {
    clearTimeout(timeout);
  }
}

async function readWhole(answer: Response, notes: WireNotes): Promise<Response> {
  const { status, statusText, headers } = answer;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_ANSWER_BYTES) {
      notes.failure = { kind: 'too_large' };
      throw new Error('too large');
    }
    chunks.push(chunk);
  }
  // The bytes are decoded by now, and a body with these statuses is an error to the constructor.
  headers.delete('content-encoding');
  headers.delete('content-length');
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : Buffer.concat(chunks), { status, statusText, headers });
}

async function refusalOf(answer: Response): Promise<NonNullable<WireNotes['refusal']>> {
  return {
    status: answer.status,
    retryAfterSeconds: retryAfterSeconds(answer.headers, Date.now()),
    text: (await answer.clone().text()).slice(0, 4_000),
  };
}

function failureOf(error: unknown): NonNullable<WireNotes['failure']> {
  let code = 'no connection';
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (isBlockedAddress(cause)) return { kind: 'blocked', message: cause.message };
    code = String((cause as NodeJS.ErrnoException).code ?? code);
  }
  return { kind: 'unreachable', code };
}

/** A quota that is used up does not come back by asking again. */
function isWorthAnotherTry({ failure, refusal }: WireNotes): boolean {
  if (failure !== undefined) return failure.kind === 'unreachable';
  if (refusal === undefined) return false;
  return WORTH_ANOTHER_TRY.has(refusal.status) && !refusal.text.includes('insufficient_quota');
}

function waitBefore(attempt: number, { refusal }: WireNotes, firstWaitMs: number): number {
  const asked = refusal?.retryAfterSeconds;
  if (asked !== undefined) return asked * 1000;
  return firstWaitMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
}
