import type { SpanLink } from './span.ts';
import { SpanRejection } from './span-rejection.ts';

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;
const MOST_LINKS = 128;

export interface SpanIds {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  links: SpanLink[];
}

/** Hex texts or bytes, if well formed. */
export interface SentIds {
  traceId?: unknown;
  spanId?: unknown;
  parentSpanId?: unknown;
  links?: unknown;
}

/**
 * The ids of a span in lower-case hex, from hex (JSON) or bytes (protobuf). Throws SpanRejection where one has
 * the wrong length, is all zero or is no hex, as base64 is not.
 */
export function spanIds(sent: SentIds): SpanIds {
  return {
    traceId: requiredId('traceId', sent.traceId, TRACE_BYTES),
    spanId: requiredId('spanId', sent.spanId, SPAN_BYTES),
    parentSpanId: parentId(sent.parentSpanId),
    links: linksOf(sent.links),
  };
}

/** The trace and the span that a log record belongs to; it has no id of its own. */
export function evaluatedIds(sent: SentIds): Pick<SpanIds, 'traceId' | 'parentSpanId'> {
  return {
    traceId: requiredId('traceId', sent.traceId, TRACE_BYTES),
    parentSpanId: parentId(sent.spanId),
  };
}

function requiredId(name: string, sent: unknown, bytes: number): string {
  const hex = hexOf(name, sent, bytes);
  if (hex === undefined || /^0+$/.test(hex))
    throw new SpanRejection('span_id', `${name} is missing or all zero; ${bytes} bytes are needed`);
  return hex;
}

/** A root says so by an absent, empty or all-zero parent. */
function parentId(sent: unknown): string | undefined {
  const hex = hexOf('parentSpanId', sent, SPAN_BYTES);
  return hex === undefined || /^0+$/.test(hex) ? undefined : hex;
}

function hexOf(name: string, sent: unknown, bytes: number): string | undefined {
  if (sent == null || sent === '') return undefined;
  if (sent instanceof Uint8Array) {
    if (sent.length === 0) return undefined;
    if (sent.length === bytes) return Buffer.from(sent).toString('hex');
    throw new SpanRejection('span_id', `${name} has ${sent.length} bytes, not ${bytes}`);
  }
  if (typeof sent === 'string' && sent.length === bytes * 2 && /^[0-9a-f]+$/i.test(sent))
    return sent.toLowerCase();
  throw new SpanRejection(
    'span_id',
    `${name} must be ${bytes * 2} hex digits (OTLP/JSON does not use base64 for ids)`,
  );
}

/** A link is a hint: one that is broken is left out. */
function linksOf(sent: unknown): SpanLink[] {
  if (!Array.isArray(sent)) return [];
  return sent.slice(0, MOST_LINKS).flatMap((link: SentIds | null) => {
    try {
      const { traceId, spanId } = spanIds({ traceId: link?.traceId, spanId: link?.spanId });
      return [{ traceId, spanId }];
    } catch {
      return [];
    }
  });
}
