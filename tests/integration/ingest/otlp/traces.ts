import { type JsonSpan, jsonSpan } from '../../../support/otlp-payload.ts';

const messages = (role: string, content: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
const documents = (texts: readonly string[]) =>
  Object.fromEntries(
    texts.flatMap((text, i) => [
      [`retrieval.documents.${i}.document.id`, `doc-${i}`],
      [`retrieval.documents.${i}.document.content`, text],
      [`retrieval.documents.${i}.document.score`, 0.9 - i / 10],
    ]),
  );

/** A RAG interaction: two searches, a reranker, a tool, two model calls, an evaluation, an HTTP root. */
export function ragTrace(trace: number): JsonSpan[] {
  const span = (number: number, parent: number | undefined, fields: Parameters<typeof jsonSpan>[1]) =>
    jsonSpan({ trace, span: number, ...(parent === undefined ? {} : { parent }) }, fields);
  return [
    span(0, undefined, { name: 'POST /ask', kind: 2, startMs: 0, ms: 900 }),
    span(1, 0, {
      name: 'rag',
      startMs: 10,
      ms: 800,
      attributes: {
        'openinference.span.kind': 'CHAIN',
        'input.value': 'How long is the guarantee?',
        'output.value': 'Two years [1].',
        'session.id': 's-1',
        'user.id': 'u-1',
      },
    }),
    span(2, 1, {
      name: 'handbook',
      startMs: 20,
      ms: 100,
      attributes: {
        'openinference.span.kind': 'RETRIEVER',
        'input.value': 'guarantee length',
        ...documents(['The guarantee is two years.', 'Batteries have one year.', 'Shipping is free.']),
      },
    }),
    span(3, 1, {
      name: 'tickets',
      startMs: 30,
      ms: 150,
      attributes: {
        'openinference.span.kind': 'RETRIEVER',
        'input.value': 'guarantee length',
        ...documents(['A ticket about the guarantee.']),
      },
    }),
    span(4, 1, {
      name: 'rewrite',
      startMs: 200,
      ms: 100,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'small',
        'gen_ai.usage.input_tokens': 11,
        'gen_ai.usage.output_tokens': 3,
        'gen_ai.input.messages': messages('user', 'Rewrite it'),
        'gen_ai.output.messages': messages('assistant', 'guarantee length'),
      },
    }),
    span(5, 1, {
      name: 'answer',
      startMs: 400,
      ms: 300,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'large',
        'gen_ai.usage.input_tokens': 211,
        'gen_ai.usage.output_tokens': 13,
        'gen_ai.input.messages': messages('user', 'How long is the guarantee?'),
        'gen_ai.output.messages': messages('assistant', 'Two years [1].'),
      },
      events: [
        {
          timeUnixNano: '1795340144617000000',
          name: 'gen_ai.evaluation.result',
          attributes: [
            { key: 'gen_ai.evaluation.name', value: { stringValue: 'faithfulness' } },
            { key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.75 } },
          ],
        },
      ],
    }),
    span(6, 1, {
      name: 'lookup',
      startMs: 330,
      ms: 20,
      attributes: { 'openinference.span.kind': 'TOOL', 'input.value': '{}' },
    }),
  ];
}
