import { type DescMessage, fromJson, type JsonValue, type MessageShape } from '@bufbuild/protobuf';
import { AppError } from '#lib/platform/errors.ts';
import type { EventNotes } from '../event-notes.ts';
import { parseJson } from '../json-body.ts';
import { InstrumentationScopeSchema } from './generated/opentelemetry/proto/common/v1/common_pb.js';
import { type LogRecord, LogRecordSchema } from './generated/opentelemetry/proto/logs/v1/logs_pb.js';
import { ResourceSchema } from './generated/opentelemetry/proto/resource/v1/resource_pb.js';
import { type Span, SpanSchema } from './generated/opentelemetry/proto/trace/v1/trace_pb.js';
import { MESSAGES_DEEP } from './protobuf-request.ts';
import type { SentGroup } from './received-spans.ts';
import { SpanRejection } from './span-rejection.ts';

type JsonObject = Record<string, unknown>;

/** The spans of an ExportTraceServiceRequest in OTLP/JSON. Throws `invalid` for a body that is none. */
export function spansOfJson(body: Buffer): SentGroup<Span>[] {
  return groupsOf(body, { resources: 'resourceSpans', scopes: 'scopeSpans', items: 'spans' }, SpanSchema);
}

/** The records of an ExportLogsServiceRequest in OTLP/JSON. Throws `invalid` for a body that is none. */
export function logsOfJson(body: Buffer): SentGroup<LogRecord>[] {
  return groupsOf(
    body,
    { resources: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' },
    LogRecordSchema,
  );
}

/**
 * OTLP/JSON is the JSON of protobuf but for its ids, which are hex: they are taken out before each item is decoded
 * on its own.
 */
function groupsOf<T extends DescMessage>(
  body: Buffer,
  names: { resources: string; scopes: string; items: string },
  schema: T,
): SentGroup<MessageShape<T>>[] {
  const request = object(parseJson(body, exactIntegers), 'The body');
  return list(request, names.resources).flatMap((group) =>
    list(group, names.scopes).map((scopeGroup) => ({
      resource: (notes) => decodedPart(ResourceSchema, group.resource, 'resource', notes),
      scope: (notes) => decodedPart(InstrumentationScopeSchema, scopeGroup.scope, 'scope', notes),
      items: list(scopeGroup, names.items).map((item) => {
        const { traceId, spanId, parentSpanId, links, ...rest } = item;
        return {
          name: item.name ?? item.eventName,
          ids: { traceId, spanId, parentSpanId, links },
          message: (notes) => decoded(schema, rest, 'it', notes),
        };
      }),
    })),
  );
}

/**
 * Whole numbers of 16 digits and more become strings before JSON.parse rounds them; a negative attribute that was
 * written as unsigned is made negative again. Only where a key precedes them: a quote that is not escaped cannot
 * stand inside a text.
 */
function exactIntegers(json: string): string {
  return json
    .replace(/("\w*[uU]nix_?[nN]ano"\s*:\s*)(-?\d{16,20})(?=\s*[,}])/g, '$1"$2"')
    .replace(
      /("int_?[vV]alue"\s*:\s*)"?(-?\d{16,20})"?(?=\s*[,}])/g,
      (_, key: string, digits: string) => `${key}"${BigInt.asIntN(64, BigInt(digits))}"`,
    );
}

function list(parent: JsonObject, name: string): JsonObject[] {
  const value = parent[name];
  if (value == null) return [];
  if (!Array.isArray(value)) throw new AppError('invalid', `${name} must be a list.`, { path: name });
  return value.map((item) => object(item, `Each entry of ${name}`));
}

function object(value: unknown, what: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new AppError('invalid', `${what} must be an object.`);
}

function decodedPart<T extends DescMessage>(
  schema: T,
  json: unknown,
  what: string,
  notes: EventNotes,
): MessageShape<T> | undefined {
  return json == null ? undefined : decoded(schema, json, `its ${what}`, notes);
}

function decoded<T extends DescMessage>(
  schema: T,
  json: unknown,
  what: string,
  notes: EventNotes,
): MessageShape<T> {
  try {
    return decodedOnce(schema, json);
  } catch (error) {
    // Protobuf has no lone surrogates; the library does not say where one stands.
    const wellFormed = isIllFormed(error) ? wellFormedCopy(json) : undefined;
    if (wellFormed === undefined) throw rejection(error, what);
    notes.marks.add('lone_surrogates');
    return decodedAgain(schema, wellFormed, what);
  }
}

function decodedAgain<T extends DescMessage>(schema: T, json: unknown, what: string): MessageShape<T> {
  try {
    return decodedOnce(schema, json);
  } catch (error) {
    throw rejection(error, what);
  }
}

function decodedOnce<T extends DescMessage>(schema: T, json: unknown): MessageShape<T> {
  return fromJson(schema, json as JsonValue, { ignoreUnknownFields: true, recursionLimit: MESSAGES_DEEP });
}

function isIllFormed(error: unknown): boolean {
  return error instanceof Error && error.message.includes('invalid UTF8');
}

/** Undefined where it is nested too deeply to be copied. */
function wellFormedCopy(json: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(json), (_, value) =>
      typeof value === 'string' ? value.toWellFormed() : value,
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function rejection(error: unknown, what: string): SpanRejection {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason.includes('recursion')) return new SpanRejection('span_too_deep', `${what} is nested too deeply`);
  return new SpanRejection(
    'span_invalid',
    `${what} is not OTLP/JSON: ${reason.slice(0, 300).toWellFormed()}`,
  );
}
