/** What happened on the wire during one call to a provider, whatever its client made of it. */
export interface WireNotes {
  /** The last answer that was no success. */
  refusal: { status: number; retryAfterSeconds: number | undefined; text: string } | undefined;
  /** Why there was no answer. */
  failure:
    | { kind: 'timeout'; afterMs: number }
    | { kind: 'blocked'; message: string }
    | { kind: 'other_host'; host: string }
    | { kind: 'too_large' }
    | { kind: 'unreachable'; code: string }
    | undefined;
}

/** Seconds that an answer asks to wait, from Retry-After (seconds or a date) or retry-after-ms. */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds / 1000);
  const header = headers.get('retry-after');
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, (until - nowMs) / 1000);
}

/**
 * The provider's own words, for the screen: one line of at most 300 characters. Nothing where they hold a part of the
 * key, since some servers repeat what they were sent.
 */
export function providersWords(text: string, key: string | null): string | undefined {
  const line = messageIn(text).replace(/\s+/g, ' ').trim();
  if (line === '' || holdsPartOf(line, key)) return undefined;
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

const SHORTEST_PART = 6;

function holdsPartOf(text: string, key: string | null): boolean {
  if (key === null) return false;
  const searched = text.toLowerCase();
  for (let at = 0; at + SHORTEST_PART <= key.length; at += 1)
    if (searched.includes(key.slice(at, at + SHORTEST_PART).toLowerCase())) return true;
  return false;
}

/** Where the servers we know keep it; text that is no JSON, such as a proxy's page, says nothing to a reader. */
function messageIn(text: string): string {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const holder = Array.isArray(body) ? body[0] : body;
    const error = (holder as Record<string, unknown>).error;
    const status = (holder as Record<string, unknown>).status;
    const candidates = [
      (error as { message?: unknown } | undefined)?.message,
      Array.isArray(error) ? (error[0] as { message?: unknown } | undefined)?.message : error,
      (holder as { message?: unknown }).message,
      (status as { error?: unknown } | undefined)?.error,
      (holder as { detail?: unknown }).detail,
    ];
    return candidates.find((candidate) => typeof candidate === 'string') ?? '';
  } catch {
    return '';
  }
}
