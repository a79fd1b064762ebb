import { describe, expect, test } from 'vitest';
import { EventRejection } from '#lib/ingest/event-rejection.ts';
import { preparedEvent } from '#lib/ingest/prepared-event.ts';
import { chunkHash, namedChunkHash } from '#lib/query-log/chunk-hash.ts';
import { questionHash } from '#lib/query-log/question-hash.ts';
import { prn } from '#lib/statistics/sampling.ts';

const NOW = Date.parse('2026-03-31T23:59:59.500Z');
const arrival = {
  projectId: 'p',
  samplingSecret: 'secret',
  origin: 'live' as const,
  receivedMs: NOW,
};
const prepare = (event: unknown) => preparedEvent(structuredClone(event), arrival);
const rowOf = (event: object) => prepare({ id: 'a', question: 'q', ...event }).row;

function rejectionOf(event: unknown): { code: string; path: string } | undefined {
  try {
    prepare(event);
    return undefined;
  } catch (error) {
    if (error instanceof EventRejection) return { code: error.code, path: error.path };
    throw error;
  }
}

describe('time', () => {
  const DAY_MS = 86_400_000;
  test.each([
    ['thirty days ago', NOW - 30 * DAY_MS, NOW - 30 * DAY_MS, false],
    ['two hours ago', NOW - 7_200_000, NOW - 7_200_000, false],
    ['five minutes ahead', NOW + 300_000, NOW + 300_000, false],
    ['ten minutes ahead', NOW + 600_000, NOW + 600_000, false],
    ['a millisecond more', NOW + 600_001, NOW, true],
    ['a year ahead', NOW + 365 * DAY_MS, NOW, true],
    ['epoch 0', 0, NOW, true],
    ['the year 200000', 6.2e15, NOW, true],
    ['the year 300000', '+300000-01-01T00:00:00Z', NOW, true],
    ['the first moment of 2000', '2000-01-01T00:00:00Z', Date.UTC(2000, 0, 1), false],
    ['with an offset', '2026-03-01T01:30:00.250+05:45', Date.UTC(2026, 1, 28, 19, 45, 0, 250), false],
    ['absent', undefined, NOW, false],
    ['null, as NaN is written', null, NOW, false],
  ])('%s', (_, startedAt, started, skewed) => {
    const row = rowOf(startedAt === undefined ? {} : { startedAt });
    expect(row.started_at).toBe(started);
    expect(row.bucket).toBe(Math.floor(started / 3_600_000) * 3600);
    expect(row.received_at).toBe(NOW);
    expect(row.marks).toEqual(skewed ? ['clock_skew'] : []);
  });

  test.each(['yesterday', 'NaN', '2026-03-01T10:00:00', '2026-13-01T10:00:00Z', true])(
    'not an instant: %s',
    (startedAt) => {
      expect(rejectionOf({ question: 'q', startedAt })).toEqual({ code: 'invalid', path: 'startedAt' });
    },
  );
});

describe('question', () => {
  test("is the last user turn where it is not given, the parts' text joined", () => {
    const messages = [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'hm' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'second' },
          { type: 'image_url', image_url: {} },
          { type: 'text', text: 'part' },
        ],
      },
      { role: 'tool', content: 'data' },
    ];
    expect(prepare({ messages }).row.question).toBe('second\npart');
    expect(prepare({ messages, question: 'own' }).row.question).toBe('own');
  });

  test('is required', () => {
    expect(rejectionOf({ answer: 'a' })).toEqual({ code: 'invalid', path: 'question' });
    expect(rejectionOf({ messages: [{ role: 'system', content: 'x' }] })).toMatchObject({ path: 'question' });
  });

  test('its hash is of what was searched, whatever its form, case and spaces', () => {
    expect(rowOf({ question: ' Wie  GROSS\nist ﬁnal? ' }).question_hash).toBe(
      questionHash('wie groß ist final?'),
    );
    expect(rowOf({ question: 'q', retrievalQuery: 'r' }).question_hash).toBe(questionHash('r'));
    const unrecorded = ['a', 'b'].map((id) => rowOf({ id, question: ' ' }).question_hash);
    expect(new Set(unrecorded).size).toBe(2);
    expect(questionHash('a b')).not.toBe(questionHash('ab'));
  });
});

describe('hits', () => {
  test('no retrieval, nothing found and a failed retrieval are three things', () => {
    expect(rowOf({})).toMatchObject({ retrieved: false, zero_hit: false });
    expect(rowOf({ hits: null })).toMatchObject({ retrieved: false, zero_hit: false });
    expect(rowOf({ hits: [] })).toMatchObject({ retrieved: true, zero_hit: true });
    expect(rowOf({ hits: [], error: { stage: 'retrieval' } })).toMatchObject({ zero_hit: false });
    expect(rowOf({ hits: [], error: { stage: 'generation' } })).toMatchObject({ zero_hit: true });
  });

  test.each(['', ' \n'])('a blank text is no text: each hit is a chunk of its own (%o)', (text) => {
    const hits = ['d1', 'd2'].map((id) => ({ id, text }));
    const prepared = prepare({ question: 'q', hits, candidates: hits });
    expect(prepared.row.hit_chunks).toEqual([namedChunkHash('d1'), namedChunkHash('d2')]);
    expect(JSON.parse(prepared.row.candidates)).toMatchObject([
      { chunk: namedChunkHash('d1') },
      { chunk: namedChunkHash('d2') },
    ]);
    expect(prepared.chunks).toEqual([]);
    const nameless = rowOf({
      hits: [
        { text, source: 'a.md' },
        { text, source: 'b.md' },
      ],
    });
    expect(nameless.hit_chunks).toEqual([namedChunkHash('a.md'), namedChunkHash('b.md')]);
  });

  test('a text that reads like the id of a hit without text is another chunk', () => {
    const { row } = prepare({ question: 'q', hits: [{ id: 'd1' }, { id: 'x', text: 'd1' }] });
    expect(new Set(row.hit_chunks).size).toBe(2);
  });

  test('are columns in the order sent; a missing id is the hash of the text', () => {
    const prepared = prepare({
      question: 'q',
      hits: [
        { id: 'd1', text: 'one', score: 0.1, title: 'T', metadata: { a: 1 } },
        { text: 'two' },
        { id: 'd3', score: 0.9 },
      ],
    });
    expect(prepared.row).toMatchObject({
      hit_count: 3,
      hit_ids: ['d1', chunkHash('two'), 'd3'],
      hit_chunks: [chunkHash('one'), chunkHash('two'), namedChunkHash('d3')],
      hit_scores: [0.1, null, 0.9],
      hit_titles: ['T', '', ''],
      hit_metadata: ['{"a":1}', '', ''],
      top_score: 0.9,
    });
    expect(prepared.chunks).toEqual([
      { hash: chunkHash('one'), text: 'one' },
      { hash: chunkHash('two'), text: 'two' },
    ]);
    expect(
      rowOf({
        hits: [
          { id: 'a', score: 3 },
          { id: 'b', score: 2 },
        ],
        scoreKind: 'distance',
      }).top_score,
    ).toBe(2);
    expect(rejectionOf({ question: 'q', hits: [{ score: 1 }] })).toMatchObject({ path: 'hits.0' });
    expect(rejectionOf({ question: 'q', hits: [{ id: 'a' }, { id: 'b', score: 'NaN' }] })).toEqual({
      code: 'invalid',
      path: 'hits.1.score',
    });
  });

  test('citations that were sent are kept, others are derived and marked', () => {
    const sent = rowOf({ answer: '[2]', hits: [{ id: 'a', cited: true }, { id: 'b' }] });
    expect(sent).toMatchObject({ hit_cited: [1, 0], cited_derived: false });
    const derived = rowOf({ answer: '[2]', hits: [{ id: 'a' }, { id: 'b' }] });
    expect(derived).toMatchObject({ hit_cited: [0, 1], cited_derived: true });
  });
});

test('a negative latency is unknown and marked', () => {
  const row = rowOf({ latency: { retrievalMs: -1, generationMs: 0, totalMs: 5.5 } });
  expect(row).toMatchObject({ retrieval_ms: null, generation_ms: 0, total_ms: 5.5, first_token_ms: null });
  expect(row.marks).toEqual(['negative_latency']);
});

test('an answer is text, empty or absent', () => {
  expect(rowOf({ answer: '' }).answer).toBe('');
  expect(rowOf({ answer: null }).answer).toBeNull();
  expect(rowOf({}).answer).toBeNull();
});

test('metadata is text by key, whatever the key', () => {
  const event = JSON.parse('{"question":"q","metadata":{"__proto__":"x","n":1,"o":{"a":null},"t":"s"}}');
  expect(Object.entries(preparedEvent(event, arrival).row.metadata)).toEqual([
    ['__proto__', 'x'],
    ['n', '1'],
    ['o', '{"a":null}'],
    ['t', 's'],
  ]);
});

test('the content hash tells other content apart, not another time, id or order of fields', () => {
  const base = prepare({ id: 'a', question: 'q', answer: 'x', startedAt: NOW }).row.content_hash;
  expect(prepare({ answer: 'x', question: 'q', id: 'b' }).row.content_hash).toBe(base);
  expect(prepare({ id: 'a', question: 'q', answer: 'y' }).row.content_hash).not.toBe(base);
});

test("an id is the sender's, or made here; its random numbers hang on it alone", () => {
  const row = rowOf({ id: 'ü'.repeat(256) });
  expect(row.query_id).toBe('ü'.repeat(256));
  expect(row).toMatchObject({
    u: prn('select', row.query_id, 'secret'),
    v: prn('order', row.query_id, 'secret'),
    o: prn('overlap', row.query_id, 'secret'),
  });
  expect(rejectionOf({ id: 'x'.repeat(257), question: 'q' })).toEqual({ code: 'invalid', path: 'id' });
  expect(prepare({ question: 'q' }).row.query_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
});

test('an event is at most 1 MiB once its fields are cut', () => {
  const text = 'a'.repeat(250 * 1024);
  const hits = (count: number) => Array.from({ length: count }, (_, i) => ({ id: String(i), text }));
  expect(rejectionOf({ question: 'q', hits: hits(4) })).toBeUndefined();
  expect(rejectionOf({ question: 'q', hits: hits(5) })).toEqual({ code: 'too_large', path: '' });
  expect(prepare({ question: 'q', answer: 'a'.repeat(5 * 2 ** 20) }).row.cut_lengths).toEqual({
    answer: 5 * 2 ** 20,
  });
});

test('what is no object is no event', () => {
  for (const event of [null, 1, 'text', [], [[]]])
    expect(rejectionOf(event)).toEqual({ code: 'invalid', path: '' });
});
