import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lenientJson } from '#lib/ingest/dialects/lenient-json.ts';
import { readSpan } from '#lib/ingest/dialects/read-span.ts';
import { assembleTrace } from '#lib/ingest/otlp/assemble-trace.ts';
import { dropVectors } from '#lib/ingest/otlp/embedding-vectors.ts';
import type { AttributeValue, Span } from '#lib/ingest/otlp/span.ts';
import { testSize } from '../../../support/test-size.ts';

const HOSTILE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__proto__.polluted',
  'constructor.prototype.polluted',
];
/** Where names and lists are made of what the sender wrote. */
const KEYS = [
  'openinference.span.kind',
  'gen_ai.operation.name',
  'langfuse.observation.type',
  'traceloop.span.kind',
  'llm.request.type',
  'ai.operationId',
  'ai.observability.span_type',
  'db.system',
  'input.value',
  'output.value',
  'metadata',
  'tag.tags',
  'llm.input_messages',
  'retrieval.documents',
  'retrieval.documents.0.document.metadata',
  'llm.input_messages.0.message.tool_calls.0.tool_call.function.name',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.retrieval.documents',
  'traceloop.association.properties',
  'traceloop.entity.output',
  'ai.telemetry.metadata',
  'ai.prompt',
  'ai.ranking',
  'ai.documents',
  'langfuse.trace.metadata',
  'langfuse.observation.output',
  'langfuse.observation.usage_details',
  'db.vector.query.result.0.metadata',
  'annotations.0.annotation.name',
  'faultline.query.id',
];
const KINDS = [
  'LLM',
  'RETRIEVER',
  'RERANKER',
  'chat',
  'retrieval',
  'generation',
  'retriever',
  'pinecone',
  ...HOSTILE,
];

const keyArbitrary = fc.oneof(
  fc.constantFrom(...KEYS),
  fc
    .tuple(fc.constantFrom(...KEYS), fc.constantFrom(...HOSTILE, '0', '999999', '-1', '1e9'))
    .map((parts) => parts.join('.')),
  fc.constantFrom(...HOSTILE),
);
const objectArbitrary = fc.dictionary(
  fc.constantFrom(
    ...HOSTILE,
    'role',
    'content',
    'type',
    'id',
    'text',
    'metadata',
    'score',
    'documents',
    'parts',
    'kwargs',
  ),
  fc.oneof(
    fc.string(),
    fc.double(),
    fc.constant(null),
    fc.constant('{"__proto__": {"polluted": 1}}'),
    fc.array(fc.string()),
  ),
);
const textArbitrary = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...KINDS,
    '{"__proto__": {"polluted": true}}',
    '[{"constructor": {"prototype": {"polluted": 1}}}]',
    '['.repeat(5000),
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    "{'__proto__': {'polluted': 1}}",
    '[[[',
  ),
  objectArbitrary.map((value) => JSON.stringify([value])),
  fc.json(),
);
const valueArbitrary: fc.Arbitrary<AttributeValue> = fc.oneof(
  textArbitrary,
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array(),
  fc.array(textArbitrary, { maxLength: 3 }),
  fc
    .array(fc.tuple(fc.constantFrom(...HOSTILE, 'role', 'content', 'id'), textArbitrary), { maxLength: 4 })
    .map((entries) => new Map(entries)),
);
const attributesArbitrary = fc
  .array(fc.tuple(keyArbitrary, valueArbitrary), { maxLength: 12 })
  .map((entries) => new Map(entries));

const spanArbitrary: fc.Arbitrary<Span> = fc.record({
  traceId: fc.constant('5b8efff798038103d269b633813fc60c'),
  spanId: fc.constantFrom('aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc'),
  parentSpanId: fc.constantFrom(undefined, 'aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'),
  name: fc.constantFrom('pinecone.query', 'milvus.search', 'x', ...HOSTILE),
  kind: fc.constant(1),
  startNs: fc.bigInt({ min: 1n, max: 10n ** 19n }),
  endNs: fc.bigInt({ min: 1n, max: 10n ** 19n }),
  attributes: attributesArbitrary,
  events: fc.array(
    fc.record({
      name: fc.constantFrom(
        'gen_ai.choice',
        'gen_ai.user.message',
        'db.query.result',
        'gen_ai.evaluation.result',
        'exception',
        ...HOSTILE,
      ),
      timeNs: fc.constant(0n),
      attributes: attributesArbitrary,
    }),
    { maxLength: 3 },
  ),
  status: fc.constantFrom({ code: 0, message: '' } as const, { code: 2, message: '__proto__' } as const),
  scope: fc.constantFrom(
    { name: 'ai', version: '' },
    { name: '__proto__', version: '' },
    { name: 'langfuse-sdk', version: '' },
  ),
  resource: attributesArbitrary,
});

test('hostile keys, cut JSON and deep nesting neither throw nor reach a prototype', () => {
  const before = prototypes();
  fc.assert(
    fc.property(fc.array(spanArbitrary, { maxLength: 4 }), (spans) => {
      const { queries, scores } = assembleTrace(spans.map(dropVectors));
      for (const { event } of queries) {
        expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
        expect(() => JSON.stringify(structuredClone(event))).not.toThrow();
      }
      expect(Array.isArray(scores)).toBe(true);
      expect(prototypes()).toEqual(before);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    { numRuns: testSize('hostileSpans') },
  );
});

test('a kind that is the name of a property of every object is no kind', () => {
  for (const key of [
    'openinference.span.kind',
    'gen_ai.operation.name',
    'langfuse.observation.type',
    'traceloop.span.kind',
  ])
    for (const kind of ['constructor', '__proto__', 'toString']) {
      const { kind: read } = readSpan({ ...blank, attributes: new Map([[key, kind]]) });
      expect(read).toBeUndefined();
    }
});

test('a large index costs no memory, and a long list is cut', () => {
  const attributes = new Map<string, AttributeValue>([
    ['openinference.span.kind', 'RETRIEVER'],
    ['retrieval.documents.999999.document.id', 'far'],
  ]);
  expect(readSpan({ ...blank, attributes }).hits).toEqual([{ id: 'far' }]);
});

test('text that only looks like a structure stays text', () => {
  expect(lenientJson('{not json')).toBeUndefined();
  expect(lenientJson('[1] see the manual')).toBeUndefined();
  expect(lenientJson("{'a': 'it\\'s', \"b\": [1, None, True, 2.5], 'c': ('x',)}")).toEqual({
    a: "it's",
    b: [1, null, true, 2.5],
    c: ['x'],
  });
  expect(lenientJson("{'a': <object at 0x1>}")).toBeUndefined();
  expect(lenientJson("{'a': __import__('os')}")).toBeUndefined();
});

const blank: Span = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'aaaaaaaaaaaaaaaa',
  parentSpanId: undefined,
  name: 'x',
  kind: 1,
  startNs: 1n,
  endNs: 2n,
  attributes: new Map(),
  events: [],
  status: { code: 0, message: '' },
  scope: { name: '', version: '' },
  resource: new Map(),
};

function prototypes(): string[][] {
  return [Object.prototype, Array.prototype, Map.prototype, Function.prototype].map((it) =>
    Reflect.ownKeys(it).map(String),
  );
}
