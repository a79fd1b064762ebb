import { create, type DescMessage, type MessageInitShape, toBinary, toJsonString } from '@bufbuild/protobuf';
import { AppError } from '#lib/platform/errors.ts';
import { mediaType, type Wire } from '../wire.ts';
import { StatusSchema } from './generated/google/rpc/status_pb.js';
import { ExportLogsServiceResponseSchema } from './generated/opentelemetry/proto/collector/logs/v1/logs_service_pb.js';
import { ExportTraceServiceResponseSchema } from './generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { logsOfJson, spansOfJson } from './json-request.ts';
import { logsOfProtobuf, spansOfProtobuf } from './protobuf-request.ts';
import { type ReceivedSpans, receivedEvaluations, receivedSpans } from './received-spans.ts';

/** What an export answers: on full success nothing. */
export interface ExportAnswer {
  rejected: number;
  message: string;
}

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
/** google.rpc.Code of the statuses that have one. */
const RPC_CODES: Record<number, number> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  409: 6,
  413: 8,
  429: 8,
  503: 14,
};

/** The wire of /v1/traces: protobuf or JSON in, the same out. Throws `unsupported_media` for other types. */
export function traceWire(contentType: string | undefined): Wire {
  return otlpWire(contentType, {
    protobuf: (body) => receivedSpans(spansOfProtobuf(body)),
    json: (body) => receivedSpans(spansOfJson(body)),
    response: ExportTraceServiceResponseSchema,
    partialSuccess: ({ rejected, message }) => ({
      partialSuccess: { rejectedSpans: BigInt(rejected), errorMessage: message },
    }),
  });
}

/** The wire of /v1/logs, of which only evaluations are taken. */
export function logWire(contentType: string | undefined): Wire {
  return otlpWire(contentType, {
    protobuf: (body) => receivedEvaluations(logsOfProtobuf(body)),
    json: (body) => receivedEvaluations(logsOfJson(body)),
    response: ExportLogsServiceResponseSchema,
    partialSuccess: ({ rejected, message }) => ({
      partialSuccess: { rejectedLogRecords: BigInt(rejected), errorMessage: message },
    }),
  });
}

interface Signal<T extends DescMessage> {
  protobuf: (body: Buffer) => ReceivedSpans;
  json: (body: Buffer) => ReceivedSpans;
  response: T;
  partialSuccess: (answer: ExportAnswer) => MessageInitShape<T>;
}

function otlpWire<T extends DescMessage>(contentType: string | undefined, signal: Signal<T>): Wire {
  const type = mediaType(contentType);
  if (type !== PROTOBUF && type !== JSON_TYPE)
    throw new AppError('unsupported_media', `The body must be sent as ${PROTOBUF} or ${JSON_TYPE}.`);
  const write = <S extends DescMessage>(schema: S, init?: MessageInitShape<S>) => {
    const message = create(schema, init);
    return type === PROTOBUF ? toBinary(schema, message) : toJsonString(schema, message);
  };
  return {
    contentType: type,
    decode: type === PROTOBUF ? signal.protobuf : signal.json,
    encode: (answer) => {
      const { rejected, message } = answer as ExportAnswer;
      const isFull = rejected === 0 && message === '';
      return write(signal.response, isFull ? undefined : signal.partialSuccess({ rejected, message }));
    },
    encodeError: ({ status, body }) =>
      write(StatusSchema, { code: RPC_CODES[status] ?? 2, message: body.error.message }),
  };
}
