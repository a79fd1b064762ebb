import { spansOfJson } from '#lib/ingest/otlp/json-request.ts';
import { receivedSpans } from '#lib/ingest/otlp/received-spans.ts';
import type { Span } from '#lib/ingest/otlp/span.ts';

/** The spans of an OTLP/JSON body, read as the receiver reads them. */
export function spansOfBody(body: unknown): Span[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return receivedSpans(spansOfJson(Buffer.from(text))).spans.map(({ span }) => span);
}

/** The spans by trace, in the order of arrival. */
export function tracesOfBody(body: unknown): Map<string, Span[]> {
  return Map.groupBy(spansOfBody(body), ({ traceId }) => traceId);
}
