import { expect, test } from 'vitest';
import { dropVectors } from '#lib/ingest/otlp/embedding-vectors.ts';
import type { Span } from '#lib/ingest/otlp/span.ts';
import { otlpBody } from '../../../fixtures/otlp/sent-spans.ts';
import { processorMs } from '../../../support/processor-time.ts';
import { spansOfBody } from './spans-of-body.ts';

const VECTOR = Array.from({ length: 128 }, (_, i) => Math.sin(i));

function span(
  attributes: Record<string, unknown>,
  events: { name: string; attributes: Record<string, unknown> }[] = [],
): Span {
  const [only] = spansOfBody(
    otlpBody([{ id: 's', name: 's', ms: [0, 1], attributes, events }], { scope: 's' }),
  );
  if (only === undefined) throw new Error('no span');
  return only;
}

const keys = (it: Span) => [...it.attributes.keys()];

test.each([
  ['OpenInference', 'embedding.embeddings.0.embedding.vector', VECTOR],
  ['OpenInference, short', 'embedding.embeddings.0.embedding.vector', [0.5, 1]],
  ['the AI SDK', 'ai.embedding', JSON.stringify(VECTOR)],
  ['the AI SDK, many', 'ai.embeddings', [JSON.stringify([0.1, 0.2]), JSON.stringify([0.3, 0.4])]],
  ['Pinecone in JavaScript', 'db.vector.query.result.0.values', [0.1, 0.2]],
  ['a flattened vector', 'document.embedding.0', 0.5],
  ['TruLens', 'ai.observability.retrieval.query_embedding', VECTOR],
  ['anything with a long list of fractions', 'my.own.key', VECTOR],
])('drops the vector of %s', (_, key, value) => {
  expect(keys(dropVectors(span({ [key]: value, 'input.value': 'kept' })))).toEqual(['input.value']);
});

test('drops the vectors of span events', () => {
  const { events } = dropVectors(
    span({}, [
      { name: 'db.query.embeddings', attributes: { 'db.query.embeddings.vector': VECTOR } },
      { name: 'db.query.result', attributes: { 'db.query.result.id': 'a', 'db.query.result.vector': [0.5] } },
    ]),
  );
  expect(events.map(({ attributes }) => [...attributes.keys()])).toEqual([[], ['db.query.result.id']]);
});

test('cuts a vector out of JSON and leaves the JSON sound', () => {
  const output = JSON.stringify({ documents: [{ text: 'a', embedding: VECTOR }] });
  const kept = dropVectors(span({ 'output.value': output })).attributes.get('output.value');
  expect(JSON.parse(String(kept))).toEqual({
    documents: [{ text: 'a', embedding: 'vector of 128 numbers' }],
  });
});

test.each([
  [
    'text under a key of vectors',
    { 'ai.value': 'what is embedded', 'embedding.embeddings.0.embedding.text': 'text' },
  ],
  ['a few numbers', { scores: [0.1, 0.2], 'gen_ai.request.stop_sequences': ['a'] }],
  ['numbers that are no vector', { 'my.values.0': 3, embedding: 1536, 'ai.values': ['text'] }],
  ['a long list of whole numbers', { ids: Array.from({ length: 200 }, (_, i) => i) }],
  [
    'a text that lists whole numbers',
    { 'input.value': JSON.stringify(Array.from({ length: 200 }, (_, i) => i)) },
  ],
])('keeps %s', (_, attributes) => {
  const sent = span(attributes);
  expect(dropVectors(sent)).toBe(sent);
});

test('is linear in what it reads', async () => {
  const hostile = `${'[1.5,'.repeat(100_000)}${'['.repeat(100_000)}`;
  expect(await processorMs(() => dropVectors(span({ 'output.value': hostile })))).toBeLessThan(2_000);
});
