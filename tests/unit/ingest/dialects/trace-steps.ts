import { assembleTrace } from '#lib/ingest/otlp/assemble-trace.ts';
import { flattened, otlpBody, type SentSpan } from '../../../fixtures/otlp/sent-spans.ts';
import { spansOfBody } from './spans-of-body.ts';

export type Fields = Partial<Omit<SentSpan, 'attributes'>> & Record<string, unknown>;

/** A span of OpenInference, of no kind where it is ''. */
export function step(
  id: string,
  kind: string,
  { parent, ms, name, error, events, links, ...attributes }: Fields = {},
): SentSpan {
  return {
    id,
    name: name ?? id,
    ms: ms ?? [0, 100],
    ...(parent === undefined ? {} : { parent }),
    ...(error === undefined ? {} : { error }),
    ...(events === undefined ? {} : { events }),
    ...(links === undefined ? {} : { links }),
    attributes: { ...(kind === '' ? {} : { 'openinference.span.kind': kind }), ...attributes },
  };
}

export function llm(id: string, question: string, answer: string | undefined, more: Fields = {}): SentSpan {
  return step(id, 'LLM', {
    ...flattened('llm.input_messages', [{ 'message.role': 'user', 'message.content': question }]),
    ...(answer === undefined
      ? {}
      : flattened('llm.output_messages', [{ 'message.role': 'assistant', 'message.content': answer }])),
    ...more,
  });
}

export function retriever(id: string, texts: readonly string[], more: Fields = {}): SentSpan {
  const docs = texts.map((text) => ({
    'document.id': `id-${text}`,
    'document.content': text,
    'document.score': 0.5,
  }));
  return step(id, 'RETRIEVER', { 'input.value': 'q', ...flattened('retrieval.documents', docs), ...more });
}

export function assembled(...spans: SentSpan[]) {
  return assembleTrace(spansOfBody(otlpBody(spans, { scope: 'test' })));
}

/** The one query of the spans. */
export function only(...spans: SentSpan[]) {
  const { queries } = assembled(...spans);
  const [query] = queries;
  if (query === undefined || queries.length > 1) throw new Error(`${queries.length} queries`);
  return query;
}

export const texts = (hits: readonly { text?: string }[] | undefined) => hits?.map(({ text }) => text);
