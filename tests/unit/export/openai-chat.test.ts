import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeOpenaiChat, jsonLine } from '#lib/export/encoders/openai-chat.ts';
import { isTruncated, type TrainingExample } from '#lib/export/training-example.ts';
import { validateOpenaiChat } from '#lib/export/validate-openai-chat.ts';

const base: TrainingExample = {
  question: 'How long is the refund window?',
  messages: [],
  hitTexts: ['Refunds: 30 days.', 'Returns need a receipt.'],
  answer: '30 days.',
  verdict: 'correct',
  idealAnswer: null,
  isTruncated: false,
};
const encode = (change: Partial<TrainingExample>) => encodeOpenaiChat({ ...base, ...change });
const messagesOf = (change: Partial<TrainingExample>) => {
  const encoded = encode(change);
  if ('excluded' in encoded) throw new Error(encoded.excluded);
  expect(validateOpenaiChat(encoded.line)).toBeNull();
  return JSON.parse(encoded.line).messages;
};

describe('the prompt', () => {
  test('without messages: question, and the hits under Context', () => {
    expect(encode({})).toEqual({
      line: '{"messages":[{"role":"user","content":"How long is the refund window?\\n\\nContext:\\nRefunds: 30 days.\\n\\nReturns need a receipt."},{"role":"assistant","content":"30 days."}]}',
      source: 'correct',
    });
  });

  test('without hits there is no context', () => {
    expect(messagesOf({ hitTexts: [] })[0]).toEqual({ role: 'user', content: base.question });
  });

  test('with messages it is they, without what the format has no key for', () => {
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
      { role: 'assistant', content: null, tool_calls: messages[2]?.tool_calls },
      { role: 'tool', content: '12 C', tool_call_id: 'c' },
      { role: 'assistant', content: '30 days.' },
    ]);
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
    expect(encode({ hitTexts: ['a', null] })).toEqual({ excluded: 'hit_text_missing' });
    expect(messagesOf({ hitTexts: [null], messages: [{ role: 'user', content: 'Q' }] })).toHaveLength(2);
  });

  test('no question', () => {
    expect(encode({ question: ' \n' })).toEqual({ excluded: 'empty_question' });
  });
});

describe('the answer', () => {
  const ideal = 'Thirty days, with a receipt.';
  test.each(['correct', 'partly', 'wrong', 'cannot_tell', 'disputed'])(
    'the ideal answer goes before the logged one: %s',
    (verdict) => {
      expect(encode({ verdict, idealAnswer: ideal })).toMatchObject({ source: 'ideal' });
      expect(messagesOf({ verdict, idealAnswer: ideal }).at(-1).content).toBe(ideal);
    },
  );

  test.each([
    ['no_label', { verdict: null }],
    ['no_label', { verdict: null, idealAnswer: ideal }],
    ['disputed', { verdict: 'disputed' }],
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
      expect(JSON.parse(line)).toEqual({ text });
    }),
  );
});
