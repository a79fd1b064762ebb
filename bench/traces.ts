import { create, toBinary } from '@bufbuild/protobuf';
import { ExportTraceServiceRequestSchema } from '#lib/ingest/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { generatedQuery } from './generator.ts';

interface Hit {
  id: string;
  text: string;
  score: number;
}

type Value = { stringValue: string } | { intValue: number } | { doubleValue: number };

/**
 * Bodies for /v1/traces: each trace is one interaction as OpenInference instruments it, a chain with a retriever and
 * a model below it, with the texts of `generatedQuery`.
 */
export function traceBodies(load: {
  from: number;
  count: number;
  batch: number;
  form: 'json' | 'protobuf';
}): (string | Uint8Array)[] {
  const { from, count, batch, form } = load;
  return Array.from({ length: Math.ceil(count / batch) }, (_, n) => {
    const size = Math.min(batch, count - n * batch);
    const spans = Array.from({ length: size }, (_, i) => spansOf(from + n * batch + i)).flat();
    return form === 'json' ? jsonBody(spans) : protobufBody(spans);
  });
}

interface BenchSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  startMs: number;
  endMs: number;
  attributes: [string, Value][];
}

function spansOf(i: number): BenchSpan[] {
  const query = generatedQuery(i, 1_000_000, Date.now());
  const question = String(query.question);
  const answer = String(query.answer ?? '');
  const hits = query.hits as Hit[];
  const traceId = (i + 1).toString(16).padStart(32, '0');
  const spanId = (part: number) => ((i + 1) * 4 + part).toString(16).padStart(16, '0');
  const startMs = Number(query.startedAt);
  const span = (part: number, name: string, from: number, to: number, attributes: [string, Value][]) => ({
    traceId,
    spanId: spanId(part),
    parentSpanId: part === 0 ? '' : spanId(0),
    name,
    startMs: startMs + from,
    endMs: startMs + to,
    attributes,
  });
  return [
    span(0, 'chain', 0, 900, [
      ['openinference.span.kind', text('CHAIN')],
      ['input.value', text(question)],
      ['output.value', text(answer)],
    ]),
    span(1, 'retriever', 5, 80, [
      ['openinference.span.kind', text('RETRIEVER')],
      ['input.value', text(question)],
      ...hits.flatMap(({ id, text: content, score }, rank): [string, Value][] => [
        [`retrieval.documents.${rank}.document.id`, text(id)],
        [`retrieval.documents.${rank}.document.content`, text(content)],
        [`retrieval.documents.${rank}.document.score`, { doubleValue: score }],
      ]),
    ]),
    span(2, 'llm', 90, 890, [
      ['openinference.span.kind', text('LLM')],
      ['llm.model_name', text(String(query.model))],
      ['llm.output_messages.0.message.role', text('assistant')],
      ['llm.output_messages.0.message.content', text(answer)],
      ['llm.token_count.prompt', { intValue: 900 }],
      ['llm.token_count.completion', { intValue: 120 }],
    ]),
  ];
}

const text = (stringValue: string): Value => ({ stringValue });
const nanoseconds = (ms: number): string => `${Math.round(ms)}000000`;

function jsonBody(spans: readonly BenchSpan[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [] },
        scopeSpans: [
          {
            scope: { name: 'bench' },
            spans: spans.map(({ startMs, endMs, attributes, ...ids }) => ({
              ...ids,
              kind: 1,
              startTimeUnixNano: nanoseconds(startMs),
              endTimeUnixNano: nanoseconds(endMs),
              attributes: attributes.map(([key, value]) => ({ key, value })),
            })),
          },
        ],
      },
    ],
  });
}

function protobufBody(spans: readonly BenchSpan[]): Uint8Array {
  return toBinary(
    ExportTraceServiceRequestSchema,
    create(ExportTraceServiceRequestSchema, {
      resourceSpans: [
        {
          scopeSpans: [
            {
              scope: { name: 'bench' },
              spans: spans.map((span) => ({
                traceId: Buffer.from(span.traceId, 'hex'),
                spanId: Buffer.from(span.spanId, 'hex'),
                parentSpanId: Buffer.from(span.parentSpanId, 'hex'),
                name: span.name,
                kind: 1,
                startTimeUnixNano: BigInt(nanoseconds(span.startMs)),
                endTimeUnixNano: BigInt(nanoseconds(span.endMs)),
                attributes: span.attributes.map(([key, value]) => ({
                  key,
                  value: { value: anyValue(value) },
                })),
              })),
            },
          ],
        },
      ],
    }),
  );
}

function anyValue(value: Value) {
  if ('stringValue' in value) return { case: 'stringValue' as const, value: value.stringValue };
  if ('intValue' in value) return { case: 'intValue' as const, value: BigInt(value.intValue) };
  return { case: 'doubleValue' as const, value: value.doubleValue };
}
