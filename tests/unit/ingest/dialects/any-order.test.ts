import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembleTrace } from '#lib/ingest/otlp/assemble-trace.ts';
import { EMITTERS } from '../../../fixtures/otlp/emitters.ts';
import { otlpBody, type SentSpan } from '../../../fixtures/otlp/sent-spans.ts';
import { testSize } from '../../../support/test-size.ts';
import { spansOfBody } from './spans-of-body.ts';

const RUNS = testSize('anySpanOrders');

test.each(EMITTERS)('$name: any order and any repeats give the same query', (emitter) => {
  const spans = spansOfBody(emitter.body('multiRetrieval'));
  const expected = assembleTrace(spans);
  fc.assert(
    fc.property(fc.shuffledSubarray([...spans, ...spans], { minLength: spans.length * 2 }), (sent) => {
      expect(assembleTrace(sent)).toEqual(expected);
    }),
    { numRuns: RUNS },
  );
});

const spanArbitrary = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  parent: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'gone'), { nil: undefined }),
  kind: fc.constantFrom('LLM', 'RETRIEVER', 'RERANKER', 'CHAIN', 'EVALUATOR', 'TOOL'),
  start: fc.integer({ min: 0, max: 5 }),
  length: fc.integer({ min: 0, max: 5 }),
  text: fc.constantFrom('x', 'y', 'z'),
  queryId: fc.option(fc.constantFrom('q1', 'q2'), { nil: undefined }),
  isFailed: fc.boolean(),
});

/** Spans with parents that are missing, go in circles or are themselves, and versions of one span that differ. */
const traceArbitrary = fc.array(spanArbitrary, { maxLength: 12 }).map((drafts) =>
  drafts.map(
    ({ id, parent, kind, start, length, text, queryId, isFailed }): SentSpan => ({
      id,
      ...(parent === undefined ? {} : { parent }),
      name: `${kind} ${id}`,
      ms: [start, start + length],
      attributes: {
        'openinference.span.kind': kind,
        'input.value': `in ${text}`,
        'output.value': `out ${text}`,
        'retrieval.documents.0.document.content': text,
        'reranker.output_documents.0.document.content': text,
        'faultline.query.id': queryId,
      },
      ...(isFailed ? { error: { type: 'E', message: text } } : {}),
    }),
  ),
);

test('any trace gives the same queries in any order, and each of its spans is in at most one', () => {
  const shuffled = traceArbitrary.chain((spans) =>
    fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
  );
  fc.assert(
    fc.property(shuffled, ([spans, mixed]) => {
      const [first, second] = [spans, mixed].map((sent) =>
        assembleTrace(spansOfBody(otlpBody(sent, { scope: 's' }))),
      );
      expect(second).toEqual(first);
      const spanIds = first?.queries.flatMap((query) => query.spanIds) ?? [];
      expect(new Set(spanIds).size).toBe(spanIds.length);
    }),
    { numRuns: RUNS * 10 },
  );
});
