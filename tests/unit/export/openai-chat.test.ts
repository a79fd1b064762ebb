import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonLine } from '#lib/export/encoders/json-line.ts';
import type { EncodeOptions } from '#lib/export/format.ts';
import { isTruncated, type TrainingExample } from '#lib/export/training-example.ts';
import { encoded, jsonRows, passage, trainingExample } from '../../support/training-example.ts';

const base = trainingExample();
const encode = (change: Partial<TrainingExample>) => encoded('openai-chat', change);
const messagesOf = (change: Partial<TrainingExample>, options: Partial<EncodeOptions> = {}) =>
  jsonRows('openai-chat', change, options)[0]?.value.messages as Record<string, unknown>[];

describe('the prompt', () => {
  test('without messages: question, and the hits under Context', () => {
    expect(encode({})).toEqual({
      rows: [
        {
          path: 'train.jsonl',
          text: '{"messages":[{"role":"user","content":"How long is the refund window?\\n\\nContext:\\nRefunds: 30 days.\\n\\nReturns need a receipt."},{"role":"assistant","content":"30 days."}]}',
        },
      ],
      source: 'correct',
    });
  });

  test('without hits there is no context', () => {
    expect(messagesOf({ hits: [] })[0]).toEqual({ role: 'user', content: base.question });
  });

  test('with messages it is they, without what the format has no key for; earlier answers are not learnt', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Weather?', name: 'ann', id: 'm1', refusal: null },
      {
        role: 'assistant',
        content: null,
        name: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: '12 C' },
    ];
    expect(messagesOf({ messages })).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Weather?', name: 'ann' },
      { role: 'assistant', content: null, tool_calls: messages[2]?.tool_calls, weight: 0 },
      { role: 'tool', content: '12 C', tool_call_id: 'c' },
      { role: 'assistant', content: '30 days.' },
    ]);
  });

  test('tools that were offered are kept', () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
    expect(jsonRows('openai-chat', { tools })[0]?.value.tools).toEqual(tools);
  });

  test.each([
    ['unknown_role', [{ role: 'function', content: 'x' }]],
    [
      'unsupported_message',
      [
        { role: 'user', content: 'x' },
        { role: 'assistant', content: null, function_call: {} },
      ],
    ],
    [
      'unsupported_message',
      [
        { role: 'assistant', content: '', refusal: 'No.' },
        { role: 'user', content: 'x' },
      ],
    ],
    [
      'ends_with_assistant',
      [
        { role: 'user', content: 'x' },
        { role: 'assistant', content: 'y' },
      ],
    ],
  ])('%s', (excluded, messages) => {
    expect(encode({ messages })).toEqual({ excluded });
  });

  test('a hit whose text is not known leaves the query out, unless the messages were logged', () => {
    const hits = [passage('a', null), passage('b', null, null)];
    expect(encode({ hits })).toEqual({ excluded: 'hit_text_missing' });
    expect(messagesOf({ hits, messages: [{ role: 'user', content: 'Q' }] })).toHaveLength(2);
  });

  test('no question', () => {
    expect(encode({ question: ' \n' })).toEqual({ excluded: 'empty_question' });
  });
});

describe('another system prompt or context', () => {
  const chat = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Hi.' },
    { role: 'user', content: 'Context: a lot\n\nHow long?' },
  ];
  const hits = [
    passage('a', 3, 'Refunds: 30 days.'),
    passage('b', 1),
    passage('c', null),
    passage('d', 2, 'Sales.'),
  ];
  const rolesAndTexts = (options: Partial<EncodeOptions>, change: Partial<TrainingExample> = {}) =>
    messagesOf({ messages: chat, hits, question: 'How long?', ...change }, options)
      .slice(0, -1)
      .map(({ role, content }) => [role, content]);
  const earlier = [
    ['user', 'Hello'],
    ['assistant', 'Hi.'],
  ];

  test('one system prompt for all takes the place of the logged one', () => {
    expect(rolesAndTexts({ systemPrompt: { kind: 'text', text: 'Be kind.' } })).toEqual([
      ['system', 'Be kind.'],
      ...earlier,
      ['user', 'Context: a lot\n\nHow long?'],
    ]);
  });

  test('no system prompt', () => {
    expect(rolesAndTexts({ systemPrompt: { kind: 'none' } })[0]).toEqual(earlier[0]);
  });

  test('the relevant hits take the place of the logged context', () => {
    expect(rolesAndTexts({ context: 'relevant' })).toEqual([
      ['system', 'Be brief.'],
      ...earlier,
      ['user', 'How long?\n\nContext:\nRefunds: 30 days.\n\nSales.'],
    ]);
  });

  test('no context, and without it the tool calls that fetched one', () => {
    const messages = [
      { role: 'user', content: 'How long?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'search', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'a lot' },
    ];
    expect(rolesAndTexts({ context: 'none' }, { messages })).toEqual([['user', 'How long?']]);
  });

  test('an answer that had hits, none of them relevant, is no example of an answer from its context', () => {
    const irrelevant = { hits: [passage('a', 0), passage('b', null)] };
    const options = { split: 'train', systemPrompt: { kind: 'logged' }, context: 'relevant' } as const;
    expect(encoded('openai-chat', irrelevant, options)).toEqual({ excluded: 'no_relevant_hit' });
    expect(encoded('openai-chat', { ...irrelevant, nothingToFind: true }, options)).toMatchObject({
      source: 'correct',
    });
  });

  test('a system prompt that holds the hits is not told from its context', () => {
    const messages = [
      { role: 'system', content: 'Answer from:\n"Refunds are paid within 30 days."\nBe brief.' },
      { role: 'user', content: 'How long?' },
    ];
    const change = { messages, hits: [passage('a', 3, '"Refunds are paid within 30 days."')] };
    expect(encoded('openai-chat', change, { context: 'none' })).toEqual({ excluded: 'context_in_system' });
    expect(
      encoded('openai-chat', change, { systemPrompt: { kind: 'none' } }),
      'its answer would come from nothing',
    ).toEqual({ excluded: 'context_in_system' });
    expect(
      encoded('openai-chat', change, { context: 'none', systemPrompt: { kind: 'none' } }),
    ).toHaveProperty('rows');
    expect(encoded('openai-chat', change)).toHaveProperty('rows');
  });
});

describe('the answer', () => {
  const ideal = 'Thirty days, with a receipt.';
  test.each(['correct', 'partly', 'wrong', 'cannot_tell'])(
    'the ideal answer goes before the logged one: %s',
    (verdict) => {
      expect(encode({ verdict, idealAnswer: ideal })).toMatchObject({ source: 'ideal' });
      expect(messagesOf({ verdict, idealAnswer: ideal }).at(-1)?.content).toBe(ideal);
    },
  );

  test.each([
    ['no_label', { verdict: null }],
    ['no_label', { verdict: null, idealAnswer: ideal }],
    ['disputed', { verdict: 'disputed' }],
    ['disputed', { verdict: 'disputed', idealAnswer: ideal }],
    ['not_correct', { verdict: 'wrong' }],
    ['not_correct', { verdict: 'partly', idealAnswer: '  ' }],
    ['not_correct', { verdict: 'cannot_tell' }],
    ['truncated', { isTruncated: true }],
    ['truncated', { isTruncated: true, verdict: 'wrong', idealAnswer: ideal }],
    ['no_answer', { answer: null }],
    ['empty_answer', { answer: '' }],
    ['empty_answer', { answer: ' \n' }],
  ])('%s: %o', (excluded, change) => {
    expect(encode(change)).toEqual({ excluded });
  });
});

test('a query is truncated by a cut field or by a mark of a cut', () => {
  expect(isTruncated({ marks: ['clock_skew', 'control_characters'], cutLengths: {} })).toBe(false);
  expect(isTruncated({ marks: [], cutLengths: { answer: 300_000 } })).toBe(true);
  for (const mark of ['cut', 'hits_cut', 'candidates_cut'])
    expect(isTruncated({ marks: [mark], cutLengths: {} })).toBe(true);
});

test('any text comes back as it was, from one line by every reader of lines', () => {
  const nasty = fc
    .array(fc.constantFrom('\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f', '"', '\\', '😀', 'é', '='))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: 'grapheme' })), (text) => {
      const line = jsonLine({ text });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what some readers end a line at.
      expect(line).not.toMatch(/[\n\v\f\r\u001c-\u001e\u0085\u2028\u2029]/);
      expect(JSON.parse(line)).toEqual({ text: text.replaceAll('\0', '\u2400') });
    }),
  );
});

test('a lone surrogate and NUL become what every reader can hold; their names in a text stay', () => {
  const line = jsonLine({ text: 'a\ud800b\0c \\ud800 \\u0000 \ud83d\ude00', more: ['\udc00'] });
  expect(JSON.parse(line)).toEqual({
    text: 'a\ufffdb\u2400c \\ud800 \\u0000 \ud83d\ude00',
    more: ['\ufffd'],
  });
});
