import type { EventNotes } from '../event-notes.ts';
import type { Attributes, AttributeValue, Span } from './span.ts';
import type { ReceivedSpan } from './span-of-message.ts';
import { SpanRejection } from './span-rejection.ts';

/** A row of the table `spans`. `received_at` is epoch ms; nanoseconds are decimal, being beyond what a number holds. */
export interface SpanRow {
  project_id: string;
  trace_id: string;
  span_id: string;
  start_ns: string;
  end_ns: string;
  received_at: number;
  bytes: number;
  /** The span as compact JSON. */
  span: string;
  marks: string[];
  cut_lengths: Record<string, number>;
}

export const SPAN_BYTES = 4 * 2 ** 20;

/** A span as it is stored. Throws SpanRejection where it is larger than 4 MiB. */
export function spanRow(
  { span, notes }: ReceivedSpan,
  arrival: { projectId: string; receivedMs: number },
): SpanRow {
  const json = JSON.stringify(compact(span));
  const bytes = Buffer.byteLength(json, 'utf8');
  if (bytes > SPAN_BYTES)
    throw new SpanRejection('span_too_large', `is larger than ${SPAN_BYTES / 2 ** 20} MiB`);
  return {
    project_id: arrival.projectId,
    trace_id: span.traceId,
    span_id: span.spanId,
    start_ns: String(span.startNs),
    end_ns: String(span.endNs),
    received_at: arrival.receivedMs,
    bytes,
    span: json,
    marks: [...notes.marks],
    cut_lengths: Object.fromEntries(notes.cutLengths),
  };
}

/** The span of a row, and what was changed in it. */
export function spanOfRow(
  row: Pick<SpanRow, 'trace_id' | 'span_id' | 'start_ns' | 'end_ns' | 'span' | 'marks' | 'cut_lengths'>,
): { span: Span; notes: EventNotes } {
  const stored = JSON.parse(row.span) as CompactSpan;
  return {
    span: {
      traceId: row.trace_id,
      spanId: row.span_id,
      parentSpanId: stored.parent,
      name: stored.name,
      kind: stored.kind,
      startNs: BigInt(row.start_ns),
      endNs: BigInt(row.end_ns),
      attributes: expandMap(stored.attributes),
      events: (stored.events ?? []).map(([name, timeNs, attributes]) => ({
        name,
        timeNs: BigInt(timeNs),
        attributes: expandMap(attributes),
      })),
      ...(stored.links === undefined
        ? {}
        : { links: stored.links.map(([traceId, spanId]) => ({ traceId, spanId })) }),
      status: { code: stored.status?.[0] ?? 0, message: stored.status?.[1] ?? '' },
      scope: { name: stored.scope[0], version: stored.scope[1] },
      resource: expandMap(stored.resource),
    },
    notes: { marks: new Set(row.marks), cutLengths: new Map(Object.entries(row.cut_lengths)) },
  };
}

interface CompactSpan {
  parent?: string;
  name: string;
  kind: number;
  attributes: CompactMap;
  events?: [name: string, timeNs: string, attributes: CompactMap][];
  links?: [traceId: string, spanId: string][];
  status?: [code: 0 | 1 | 2, message: string];
  scope: [name: string, version: string];
  resource: CompactMap;
}

/** Pairs, not an object: they keep their order, and every key is a key. */
type CompactMap = [key: string, value: CompactValue][];
/** What JSON cannot say stands in an object with one key. */
type CompactValue =
  | string
  | number
  | boolean
  | null
  | CompactValue[]
  | { int: string }
  | { double: 'NaN' | 'Infinity' | '-Infinity' }
  | { bytes: string }
  | { map: CompactMap };

function compact(span: Span): CompactSpan {
  return {
    ...(span.parentSpanId === undefined ? {} : { parent: span.parentSpanId }),
    name: span.name,
    kind: span.kind,
    attributes: compactMap(span.attributes),
    ...(span.events.length === 0
      ? {}
      : {
          events: span.events.map((event) => [
            event.name,
            String(event.timeNs),
            compactMap(event.attributes),
          ]),
        }),
    ...(span.links === undefined ? {} : { links: span.links.map((link) => [link.traceId, link.spanId]) }),
    ...(span.status.code === 0 && span.status.message === ''
      ? {}
      : { status: [span.status.code, span.status.message] }),
    scope: [span.scope.name, span.scope.version],
    resource: compactMap(span.resource),
  };
}

function compactMap(map: Attributes): CompactMap {
  return [...map].map(([key, value]) => [key, compactValue(value)]);
}

function compactValue(value: AttributeValue): CompactValue {
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : { double: String(value) as 'NaN' | 'Infinity' | '-Infinity' };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  return Array.isArray(value) ? value.map(compactValue) : { map: compactMap(value) };
}

function expandMap(map: CompactMap): Map<string, AttributeValue> {
  return new Map(map.map(([key, value]) => [key, expandValue(value)]));
}

function expandValue(value: CompactValue): AttributeValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(expandValue);
  if ('int' in value) return BigInt(value.int);
  if ('double' in value) return Number(value.double);
  if ('bytes' in value) return new Uint8Array(Buffer.from(value.bytes, 'base64'));
  return expandMap(value.map);
}
