import { hexId, type JsonSpan, jsonRequest, jsonSpan, protobufRequest } from '../../support/otlp-payload.ts';
import type { Door } from './door.ts';

export interface Reply {
  status: number;
  /** Seconds; NaN where there is none. */
  retryAfter: number;
}

export interface Endpoint {
  name: string;
  path: (event: number) => string;
  type: string;
  /** One event; the same number gives the same event. */
  body: (event: number) => string | Uint8Array<ArrayBuffer>;
  /** Where the event is found again, and what its row is. */
  table: string;
  row: (event: number) => string;
}

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';
const json = (make: (event: number) => unknown) => (event: number) => JSON.stringify(make(event));
const idOf = (event: number) => `e${event}`;

function trace(event: number): JsonSpan[] {
  return [
    jsonSpan(
      { trace: event, span: 1 },
      { attributes: { 'openinference.span.kind': 'LLM', 'input.value': 'Why?', 'output.value': 'Because.' } },
    ),
  ];
}

function evaluation(event: number) {
  const record = {
    traceId: hexId(event, 16),
    spanId: hexId(1, 8),
    timeUnixNano: '1795340144617000000',
    eventName: 'gen_ai.evaluation.result',
    attributes: [
      { key: 'gen_ai.evaluation.name', value: { stringValue: 'faithfulness' } },
      { key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.5 } },
    ],
  };
  return { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
}

/** Offsets keep the traces of different paths apart. */
const LANGFUSE = 1_000_000;
const PROTO = 2_000_000;
const LOGS = 3_000_000;

/** Every path that takes events, with one event of its kind. */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'queries',
    path: () => '/api/v1/queries',
    type: JSON_TYPE,
    body: json((event) => ({
      id: idOf(event),
      question: 'Why?',
      hits: [{ id: 'd', text: `text ${event}` }],
    })),
    table: 'queries',
    row: (event) => `query_id = '${idOf(event)}'`,
  },
  {
    name: 'scores',
    path: () => '/api/v1/scores',
    type: JSON_TYPE,
    body: json((event) => ({ queryId: idOf(event), name: 'n', value: 0.5, source: 'code' })),
    table: 'scores',
    row: (event) => `query_id = '${idOf(event)}'`,
  },
  {
    name: 'feedback',
    path: (event) => `/api/v1/queries/${idOf(event)}/feedback`,
    type: JSON_TYPE,
    body: json(() => ({ score: 1 })),
    table: 'feedback',
    row: (event) => `query_id = '${idOf(event)}'`,
  },
  {
    name: 'chunks',
    path: () => '/api/v1/chunks',
    type: JSON_TYPE,
    body: json((event) => ({ id: idOf(event), text: `chunk ${event}` })),
    table: 'corpus',
    row: (event) => `chunk_id = '${idOf(event)}'`,
  },
  {
    name: 'traces in JSON',
    path: () => '/v1/traces',
    type: JSON_TYPE,
    body: json((event) => jsonRequest(trace(event))),
    table: 'queries',
    row: (event) => `query_id = '${hexId(event, 16)}'`,
  },
  {
    name: 'traces in protobuf',
    path: () => '/v1/traces',
    type: PROTOBUF,
    body: (event) => protobufRequest(jsonRequest(trace(PROTO + event))),
    table: 'queries',
    row: (event) => `query_id = '${hexId(PROTO + event, 16)}'`,
  },
  {
    name: 'traces of Langfuse SDKs',
    path: () => '/api/public/otel/v1/traces',
    type: JSON_TYPE,
    body: json((event) => jsonRequest(trace(LANGFUSE + event))),
    table: 'queries',
    row: (event) => `query_id = '${hexId(LANGFUSE + event, 16)}'`,
  },
  {
    name: 'logs',
    path: () => '/v1/logs',
    type: JSON_TYPE,
    body: json((event) => evaluation(LOGS + event)),
    table: 'scores',
    row: (event) => `query_id = '${hexId(LOGS + event, 16)}'`,
  },
];

/** Sends one event to each path at the same moment. */
export function sendToEvery(door: Pick<Door, 'port' | 'key'>, event: number): Promise<Reply[]> {
  return Promise.all(
    ENDPOINTS.map(async ({ path, type, body }) => {
      const response = await fetch(`http://127.0.0.1:${door.port}${path(event)}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${door.key}`, 'content-type': type },
        body: body(event),
      });
      await response.arrayBuffer();
      return {
        status: response.status,
        retryAfter: Number(response.headers.get('retry-after') ?? Number.NaN),
      };
    }),
  );
}
