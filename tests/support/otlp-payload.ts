import { fromJson, type JsonObject, toBinary } from '@bufbuild/protobuf';
import { ExportTraceServiceRequestSchema } from '#lib/ingest/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';

export type JsonSpan = Record<string, unknown>;
export type Attributes = Record<string, string | number | boolean>;

const START_NS = 1_795_340_144_000_000_000n;

/** A hex id of the given number of bytes, the same for the same number. */
export function hexId(number: number, bytes: 8 | 16): string {
  return (number + 1).toString(16).padStart(bytes * 2, '0');
}

/** A span in OTLP/JSON; offsets in milliseconds from a fixed start. */
export function jsonSpan(
  ids: { trace: number; span: number; parent?: number },
  fields: {
    name?: string;
    startMs?: number;
    ms?: number;
    attributes?: Attributes;
    [field: string]: unknown;
  } = {},
): JsonSpan {
  const { name = 'span', startMs = 0, ms = 10, attributes = {}, ...rest } = fields;
  const startNs = START_NS + BigInt(startMs) * 1_000_000n;
  return {
    traceId: hexId(ids.trace, 16),
    spanId: hexId(ids.span, 8),
    ...(ids.parent === undefined ? {} : { parentSpanId: hexId(ids.parent, 8) }),
    name,
    kind: 1,
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + BigInt(ms) * 1_000_000n),
    attributes: jsonAttributes(attributes),
    ...rest,
  };
}

export function jsonAttributes(attributes: Attributes): { key: string; value: Record<string, unknown> }[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number | boolean): Record<string, unknown> {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

export function jsonRequest(
  spans: readonly JsonSpan[],
  resource: Attributes = {},
): { resourceSpans: JsonObject[] } {
  return {
    resourceSpans: [
      {
        resource: { attributes: jsonAttributes(resource) },
        scopeSpans: [{ scope: { name: 'test', version: '1' }, spans: [...spans] }],
      } as unknown as JsonObject,
    ],
  };
}

/** The same request in protobuf. */
export function protobufRequest(request: { resourceSpans: JsonObject[] }): Uint8Array<ArrayBuffer> {
  const ids = new Set(['traceId', 'spanId', 'parentSpanId']);
  const base64 = JSON.parse(JSON.stringify(request), (key, value) =>
    ids.has(key) && typeof value === 'string' ? Buffer.from(value, 'hex').toString('base64') : value,
  );
  const bytes = toBinary(
    ExportTraceServiceRequestSchema,
    fromJson(ExportTraceServiceRequestSchema, base64, { ignoreUnknownFields: true, recursionLimit: 500 }),
  );
  return new Uint8Array(bytes);
}
