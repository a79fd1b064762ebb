import { EventRejection } from './event-rejection.ts';
import { LIMITS } from './schema.ts';

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const ISO_WITH_OFFSET = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/**
 * When a query started, in epoch ms: as sent from the year 2000 on to ten minutes ahead, else its arrival and
 * `skewed`. Throws EventRejection for a text that is no instant.
 */
export function eventTime(
  startedAt: string | number | null | undefined,
  arrivalMs: number,
): { startedMs: number; skewed: boolean } {
  if (startedAt == null) return { startedMs: arrivalMs, skewed: false };
  const sentMs = typeof startedAt === 'number' ? Math.trunc(startedAt) : isoTime(startedAt);
  const skewed = sentMs < EARLIEST_MS || sentMs > arrivalMs + LIMITS.futureMs;
  return { startedMs: skewed ? arrivalMs : sentMs, skewed };
}

function isoTime(text: string): number {
  const ms = ISO_WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN;
  // A year of six digits may lie beyond what a Date can hold: far from now all the same.
  if (Number.isNaN(ms) && /^[+-]\d{6}-/.test(text)) return Number.POSITIVE_INFINITY;
  if (Number.isNaN(ms))
    throw new EventRejection(
      'invalid',
      'startedAt',
      'must be ISO 8601 with an offset, or epoch milliseconds',
    );
  return ms;
}
