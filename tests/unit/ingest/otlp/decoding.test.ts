import { expect, test } from 'vitest';
import { logsOfJson, spansOfJson } from '#lib/ingest/otlp/json-request.ts';
import { spansOfProtobuf } from '#lib/ingest/otlp/protobuf-request.ts';
import { type ReceivedSpans, receivedEvaluations, receivedSpans } from '#lib/ingest/otlp/received-spans.ts';
import { spanOfRow, spanRow } from '#lib/ingest/otlp/stored-span.ts';
import {
  hexId,
  type JsonSpan,
  jsonRequest,
  jsonSpan,
  protobufRequest,
} from '../../../support/otlp-payload.ts';

const ofJson = (spans: readonly JsonSpan[]): ReceivedSpans => ofText(JSON.stringify(jsonRequest(spans)));
const ofText = (json: string): ReceivedSpans => receivedSpans(spansOfJson(Buffer.from(json)));
const ofProtobuf = (spans: readonly JsonSpan[]): ReceivedSpans =>
  receivedSpans(spansOfProtobuf(protobufRequest(jsonRequest(spans))));
const only = (received: ReceivedSpans) => {
  expect(received.rejected).toEqual([]);
  const [first] = received.spans;
  if (first === undefined || received.spans.length !== 1) throw new Error('There is not one span.');
  return first;
};

const FULL = jsonSpan(
  { trace: 1, span: 2, parent: 3 },
  {
    name: 'chat',
    kind: 3,
    attributes: { text: 'a', whole: 42, part: 0.5, flag: true },
    events: [
      {
        timeUnixNano: '1795340144617000001',
        name: 'said',
        attributes: [
          { key: 'bytes', value: { bytesValue: 'AAEC' } },
          { key: 'list', value: { arrayValue: { values: [{ stringValue: 'x' }, {}, { intValue: '7' }] } } },
          {
            key: '__proto__',
            value: {
              kvlistValue: { values: [{ key: 'constructor', value: { intValue: '9007199254740993' } }] },
            },
          },
        ],
      },
    ],
    links: [{ traceId: hexId(9, 16), spanId: hexId(8, 8) }],
    status: { code: 2, message: 'went wrong' },
    flags: 257,
    notInTheSpecification: { anything: [1] },
  },
);

test('both encodings say the same', () => {
  const json = only(ofJson([FULL]));
  expect(json.span).toEqual({
    traceId: hexId(1, 16),
    spanId: hexId(2, 8),
    parentSpanId: hexId(3, 8),
    name: 'chat',
    kind: 3,
    startNs: 1_795_340_144_000_000_000n,
    endNs: 1_795_340_144_010_000_000n,
    attributes: new Map<string, unknown>([
      ['text', 'a'],
      ['whole', 42],
      ['part', 0.5],
      ['flag', true],
    ]),
    events: [
      {
        name: 'said',
        timeNs: 1_795_340_144_617_000_001n,
        attributes: new Map<string, unknown>([
          ['bytes', new Uint8Array([0, 1, 2])],
          ['list', ['x', null, 7]],
          ['__proto__', new Map([['constructor', 9_007_199_254_740_993n]])],
        ]),
      },
    ],
    links: [{ traceId: hexId(9, 16), spanId: hexId(8, 8) }],
    status: { code: 2, message: 'went wrong' },
    scope: { name: 'test', version: '1' },
    resource: new Map(),
  });
  expect(only(ofProtobuf([FULL])).span).toEqual(json.span);
});

test('what is stored is what came', () => {
  const received = only(ofJson([{ ...FULL, attributes: [{ key: 'n', value: { doubleValue: 'NaN' } }] }]));
  const row = JSON.parse(JSON.stringify(spanRow(received, { projectId: 'p', receivedMs: 1 })));
  expect(spanOfRow(row)).toEqual(received);
});

test('nanoseconds keep every digit, as text or as number', () => {
  const text = JSON.stringify(jsonRequest([jsonSpan({ trace: 1, span: 1 })]))
    .replace(/"startTimeUnixNano":"\d+"/, '"startTimeUnixNano": 1763802560123456789')
    .replace(/"endTimeUnixNano":"\d+"/, '"endTimeUnixNano":"1763802560123456791"');
  expect(only(ofText(text)).span).toMatchObject({
    startNs: 1_763_802_560_123_456_789n,
    endNs: 1_763_802_560_123_456_791n,
  });
});

test('an attribute written as unsigned is negative again', () => {
  const numbers = ['18446744073709551615', '"18446744073709551615"', '-1', '"-9007199254740993"'];
  const values = numbers.map((number) => {
    const span = { ...jsonSpan({ trace: 1, span: 1 }), attributes: [{ key: 'n', value: { intValue: 'N' } }] };
    return only(ofText(JSON.stringify(jsonRequest([span])).replace('"N"', number))).span.attributes.get('n');
  });
  expect(values).toEqual([-1, -1, -1, -9_007_199_254_740_993n]);
});

test('a text that looks like a time stays as it is', () => {
  const value = '{"startTimeUnixNano":1763802560123456789,"intValue": 12345678901234567890}';
  const { span } = only(ofJson([jsonSpan({ trace: 1, span: 1 }, { attributes: { body: value } })]));
  expect(span.attributes.get('body')).toBe(value);
});

test('ids are hex in any case, of the right length and not zero', () => {
  const upper = jsonSpan({ trace: 0xabc, span: 0xdef });
  expect(only(ofJson([{ ...upper, traceId: String(upper.traceId).toUpperCase() }])).span.traceId).toBe(
    upper.traceId,
  );
  const wrong = [
    { traceId: '0'.repeat(32) },
    { traceId: undefined },
    { traceId: 'W47/+EgDmBA9JpuBM/xgww==' },
    { spanId: 'abc' },
    { spanId: 12 },
    { spanId: '0'.repeat(16) },
    { parentSpanId: 'zz' },
  ];
  const received = ofJson([
    ...wrong.map((ids, i) => ({ ...jsonSpan({ trace: 1, span: i }), ...ids })),
    jsonSpan({ trace: 1, span: 99 }),
  ]);
  expect(received.rejected.map(({ index, code }) => [index, code])).toEqual(
    wrong.map((_, i) => [i, 'span_id']),
  );
  expect(received.rejected[2]?.message).toContain('base64');
  expect(received.spans.map(({ span }) => span.spanId)).toEqual([hexId(99, 8)]);
});

test('a root is one with an absent, empty or zero parent', () => {
  const parents = [undefined, '', '0000000000000000', null];
  const received = ofJson(
    parents.map((parentSpanId, i) => ({ ...jsonSpan({ trace: 1, span: i }), parentSpanId })),
  );
  expect(received.spans.map(({ span }) => span.parentSpanId)).toEqual(parents.map(() => undefined));
});

test('enumerations come as number or name', () => {
  const { span } = only(
    ofJson([
      jsonSpan({ trace: 1, span: 1 }, { kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_ERROR' } }),
    ]),
  );
  expect([span.kind, span.status.code]).toEqual([3, 2]);
});

test.each([
  ['attributes as an object', { attributes: { a: 1 } }],
  ['no start', { startTimeUnixNano: undefined }],
  ['a start of zero', { startTimeUnixNano: '0' }],
  ['a negative start', { startTimeUnixNano: '-5' }],
  ['a start beyond 64 bits', { startTimeUnixNano: '99999999999999999999' }],
  ['a start that is no number', { startTimeUnixNano: 'yesterday' }],
  ['two values in one', { attributes: [{ key: 'a', value: { stringValue: 'x', intValue: '1' } }] }],
])('%s is rejected, its neighbour is not', (_, fields) => {
  const received = ofJson([
    { ...jsonSpan({ trace: 1, span: 1 }), ...fields },
    jsonSpan({ trace: 1, span: 2 }),
  ]);
  expect(received.rejected).toHaveLength(1);
  expect(received.rejected[0]?.message).not.toBe('');
  expect(received.spans).toHaveLength(1);
});

test('an end that is missing is the start', () => {
  const { span } = only(ofJson([{ ...jsonSpan({ trace: 1, span: 1 }), endTimeUnixNano: undefined }]));
  expect(span.endNs).toBe(span.startNs);
});

test('values nest 64 levels deep and no further, in both encodings', () => {
  const deep = (depth: number) => {
    let value: unknown = { stringValue: 'deep' };
    for (let i = 0; i < depth; i++) value = { arrayValue: { values: [value] } };
    return { ...jsonSpan({ trace: 1, span: depth }), attributes: [{ key: 'v', value }] };
  };
  for (const read of [ofJson, ofProtobuf]) {
    const received = read([deep(64), deep(65)]);
    expect(received.spans).toHaveLength(1);
    expect(received.rejected).toMatchObject([{ index: 1, code: 'span_too_deep' }]);
  }
});

test.each([5_000, 500_000])('JSON %d levels deep is rejected, not a stack overflow', (depth) => {
  const open = '{"arrayValue":{"values":['.repeat(depth);
  const close = ']}}'.repeat(depth);
  const span = JSON.stringify({
    ...jsonSpan({ trace: 1, span: 1 }),
    attributes: [{ key: 'v', value: 'DEEP' }],
  });
  const json = JSON.stringify(jsonRequest([])).replace('"spans":[]', `"spans":[${span}]`);
  expect(ofText(json.replace('"DEEP"', () => `${open}{}${close}`)).rejected).toMatchObject([
    { code: 'span_too_deep' },
  ]);
});

test('protobuf 10,000 levels deep is refused', () => {
  const bytes = nestedBytes(10_000);
  expect(() => spansOfProtobuf(bytes)).toThrow(/not a protobuf/);
});

test('NUL, controls and lone surrogates are stored as what can be shown, and marked', () => {
  const received = only(
    ofText(
      JSON.stringify(
        jsonRequest([
          jsonSpan({ trace: 1, span: 1 }, { attributes: { 'k\u0000': 'a\u0000b\u001f', s: 'S' } }),
        ]),
      ).replace('"S"', '"\\ud800x"'),
    ),
  );
  expect([...received.span.attributes]).toEqual([
    ['k␀', 'a␀b␟'],
    ['s', '�x'],
  ]);
  expect([...received.notes.marks].sort()).toEqual(['control_characters', 'lone_surrogates']);
});

test('a text over 1 MiB is cut and says how long it was', () => {
  const { span, notes } = only(
    ofJson([jsonSpan({ trace: 1, span: 1 }, { attributes: { long: 'x'.repeat(2 ** 20 + 5) } })]),
  );
  expect(String(span.attributes.get('long'))).toHaveLength(2 ** 20);
  expect([...notes.cutLengths]).toEqual([['long', 2 ** 20 + 5]]);
});

test('only evaluations among log records are taken', () => {
  const record = (fields: object) => ({
    traceId: hexId(1, 16),
    spanId: hexId(2, 8),
    timeUnixNano: '1795340144617000000',
    attributes: [{ key: 'gen_ai.evaluation.name', value: { stringValue: 'faithfulness' } }],
    ...fields,
  });
  const body = {
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              record({ eventName: 'gen_ai.evaluation.result' }),
              record({ eventName: 'gen_ai.client.inference.operation.details' }),
              record({ eventName: 'gen_ai.evaluation.result', traceId: undefined }),
              record({ body: { stringValue: 'a line' }, traceId: undefined }),
            ],
          },
        ],
      },
    ],
  };
  const received = receivedEvaluations(logsOfJson(Buffer.from(JSON.stringify(body))));
  expect(received.ignored).toBe(2);
  expect(received.rejected).toMatchObject([{ index: 2, code: 'span_id' }]);
  expect(received.spans[0]?.span).toMatchObject({
    traceId: hexId(1, 16),
    parentSpanId: hexId(2, 8),
    events: [{ name: 'gen_ai.evaluation.result' }],
  });
});

test('an empty request holds nothing', () => {
  expect(ofText('{}')).toEqual({ spans: [], rejected: [], ignored: 0 });
  expect(receivedSpans(spansOfProtobuf(new Uint8Array()))).toEqual({ spans: [], rejected: [], ignored: 0 });
});

function nestedBytes(depth: number): Uint8Array {
  // Written by hand: the library's writer would not come so deep.
  let value: Buffer = Buffer.from([0x0a, 0x01, 0x78]);
  for (let i = 0; i < depth; i++) value = field(5, field(1, value));
  const attribute = Buffer.concat([field(1, Buffer.from('v')), field(2, value)]);
  return field(1, field(2, field(2, field(9, attribute))));
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
