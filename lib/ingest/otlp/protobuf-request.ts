import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import { AppError } from '#lib/platform/errors.ts';
import { ExportLogsServiceRequestSchema } from './generated/opentelemetry/proto/collector/logs/v1/logs_service_pb.js';
import { ExportTraceServiceRequestSchema } from './generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import type { LogRecord } from './generated/opentelemetry/proto/logs/v1/logs_pb.js';
import type { Span } from './generated/opentelemetry/proto/trace/v1/trace_pb.js';
import type { SentGroup } from './received-spans.ts';

/** Two messages a level of nesting, and a few around the attributes; far below what the stack bears. */
export const MESSAGES_DEEP = 300;

/** The spans of an ExportTraceServiceRequest. Throws `invalid` for bytes that are none. */
export function spansOfProtobuf(body: Uint8Array): SentGroup<Span>[] {
  return decoded(ExportTraceServiceRequestSchema, body).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.map(({ scope, spans }) => ({
      resource: () => resource,
      scope: () => scope,
      items: spans.map((span) => ({ name: span.name, ids: span, message: () => span })),
    })),
  );
}

/** The records of an ExportLogsServiceRequest. Throws `invalid` for bytes that are none. */
export function logsOfProtobuf(body: Uint8Array): SentGroup<LogRecord>[] {
  return decoded(ExportLogsServiceRequestSchema, body).resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.map(({ scope, logRecords }) => ({
      resource: () => resource,
      scope: () => scope,
      items: logRecords.map((record) => ({ name: record.eventName, ids: record, message: () => record })),
    })),
  );
}

function decoded<T extends DescMessage>(schema: T, body: Uint8Array): MessageShape<T> {
  try {
    return fromBinary(schema, body, { recursionLimit: MESSAGES_DEEP, readUnknownFields: false });
  } catch (cause) {
    throw new AppError('invalid', `The body is not a protobuf ${schema.name}.`, { cause });
  }
}
