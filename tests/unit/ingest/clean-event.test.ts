import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanEvent } from '#lib/ingest/clean-event.ts';
import { newNotes } from '#lib/ingest/event-notes.ts';
import { EventRejection } from '#lib/ingest/event-rejection.ts';
import { LIMITS } from '#lib/ingest/schema.ts';

const parse = (json: string) => JSON.parse(json) as Record<string, unknown>;
function cleaned(sent: unknown) {
  const event = sent as Record<string, unknown>;
  const notes = newNotes();
  cleanEvent(event, notes);
  return { event, marks: notes.marks, cutLengths: Object.fromEntries(notes.cutLengths) };
}
const nested = (depth: number) => parse(`{"metadata":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`);

function rejectionOf(work: () => unknown): EventRejection | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof EventRejection) return error;
    throw error;
  }
}

describe('text', () => {
  test('every C0 control but tab and line ends becomes its picture', () => {
    const all = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('');
    const { event, marks } = cleaned({ question: all });
    const pictures = Array.from({ length: 32 }, (_, code) =>
      String.fromCharCode([9, 10, 13].includes(code) ? code : 0x2400 + code),
    ).join('');
    expect(event.question).toBe(pictures);
    expect([...marks]).toEqual(['control_characters']);
  });

  test('lone surrogates become U+FFFD, pairs stay', () => {
    const { event, marks } = cleaned(parse('{"question":"a\\ud800b\\udc00c\\ud83d\\ude00"}'));
    expect(event.question).toBe('a\ufffdb\ufffdc😀');
    expect([...marks]).toEqual(['lone_surrogates']);
  });

  test('keys are cleaned as values are', () => {
    const { event } = cleaned(parse('{"metadata":{"a\\u0000b":"x","c\\ud800":1}}'));
    expect(event.metadata).toEqual({ 'a␀b': 'x', 'c\ufffd': 1 });
  });

  test('ordinary and unusual but valid text stays as it is, unmarked', () => {
    const question = 'tab\t line\r\n RTL \u202e zero\u200bwidth e\u0301'.concat(
      '\u0301'.repeat(1000),
      '👩‍👩‍👧',
    );
    const { event, marks } = cleaned({ question });
    expect(event.question).toBe(question);
    expect(marks.size).toBe(0);
  });

  test('a field of 256 KiB stays, one byte more is cut at a code point and its length kept', () => {
    const exact = 'a'.repeat(LIMITS.fieldBytes);
    expect(cleaned({ answer: exact }).event.answer).toBe(exact);
    const { event, marks, cutLengths } = cleaned({ answer: `${'a'.repeat(LIMITS.fieldBytes - 1)}é` });
    expect(event.answer).toBe('a'.repeat(LIMITS.fieldBytes - 1));
    expect([...marks]).toEqual(['cut']);
    expect(cutLengths).toEqual({ answer: LIMITS.fieldBytes + 1 });
  });

  test('a cut never splits a character of four bytes', () => {
    const { event } = cleaned({ hits: [{ text: `a${'😀'.repeat(LIMITS.fieldBytes / 4)}` }] });
    const [hit] = event.hits as { text: string }[];
    expect(hit?.text.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(hit?.text ?? '')).toBe(LIMITS.fieldBytes - 3);
  });

  test('whatever the text, the result is clean, and cleaning again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (question) => {
        const once = cleaned({ question }).event.question as string;
        expect(once.isWellFormed()).toBe(true);
        expect(cleaned({ question: once }).marks.size).toBe(0);
      }),
    );
  });
});

describe('limits', () => {
  test('64 levels are taken, 65 are not, nor 500,000', () => {
    expect(rejectionOf(() => cleaned(nested(64)))).toBeUndefined();
    for (const depth of [65, 5_000, 500_000])
      expect(rejectionOf(() => cleaned(nested(depth)))).toMatchObject({ code: 'too_deep' });
  });

  test('2,000 keys of the sender are taken, 2,001 are not', () => {
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
    expect(rejectionOf(() => cleaned({ question: 'q', metadata: keys(2_000) }))).toBeUndefined();
    expect(rejectionOf(() => cleaned({ question: 'q', metadata: keys(2_001) }))).toMatchObject({
      code: 'too_many_keys',
    });
  });

  test('of 10,000 hits the first 200 stay, marked', () => {
    const hits = Array.from({ length: 10_000 }, (_, i) => ({ id: `d${i}`, text: 'x' }));
    const { event, marks } = cleaned({ question: 'q', hits, candidates: hits });
    expect(event.hits).toEqual(hits.slice(0, 200));
    expect([...marks]).toEqual(['hits_cut', 'candidates_cut']);
  });

  test.each([
    ['{"hits":[{"id":"a","score":1e400}]}', 'hits.0.score'],
    ['{"metadata":{"a":{"b":[0,-1e999]}}}', 'metadata.a.b.1'],
  ])('a number beyond the doubles is refused with its path: %s', (json, path) => {
    expect(rejectionOf(() => cleaned(parse(json)))).toMatchObject({ code: 'not_finite', path });
  });

  test('a whole number that lost digits is marked', () => {
    expect([...cleaned(parse('{"metadata":{"n":9007199254740993}}')).marks]).toEqual(['inexact_integer']);
    expect(cleaned(parse('{"metadata":{"n":9007199254740991,"m":-0,"o":1e200}}')).marks.size).toBe(0);
  });
});

test('no key reaches a prototype', () => {
  const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
  for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    const json = `{"question":"q\\u0000","metadata":{"${key}":{"polluted":"yes\\u0000","${key}":1}},"${key}":{"polluted":1}}`;
    const { event } = cleaned(parse(json));
    expect(Object.hasOwn(event.metadata as object, key)).toBe(true);
    expect(JSON.stringify(event.metadata)).toBe(`{"${key}":{"polluted":"yes␀","${key}":1}}`);
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
});
