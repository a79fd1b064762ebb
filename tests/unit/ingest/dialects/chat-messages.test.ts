import { expect, test } from 'vitest';
import { chatMessages, promptLines } from '#lib/ingest/dialects/chat-messages.ts';
import { spokenAnswer, spokenQuestion } from '#lib/ingest/dialects/spoken-text.ts';

const CALL = { id: 'c1', type: 'function', function: { name: 'search', arguments: '{"q":"lamp"}' } };
const langchain = (name: string, kwargs: Record<string, unknown>) => ({
  lc: 1,
  type: 'constructor',
  id: ['langchain_core', 'messages', name],
  kwargs,
});

/** One conversation: a question, a call of a tool, what the tool gave, an answer. */
const EXPECTED = [
  { role: 'user', content: 'lamps?' },
  { role: 'assistant', content: null, tool_calls: [CALL] },
  { role: 'tool', content: 'one lamp', tool_call_id: 'c1' },
  { role: 'assistant', content: 'one' },
];

test.each([
  ['OpenAI chat', EXPECTED],
  [
    'the parts of the GenAI conventions',
    [
      { role: 'user', parts: [{ type: 'text', content: 'lamps?' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 'c1', name: 'search', arguments: { q: 'lamp' } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'one lamp' }] },
      { role: 'assistant', parts: [{ type: 'text', content: 'one' }], finish_reason: 'stop' },
    ],
  ],
  [
    'the parts as an example of the conventions has them',
    [
      { role: 'user', parts: [{ type: 'text', content: 'lamps?' }] },
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', id: 'c1', name: 'search', arguments: '{"q":"lamp"}' }],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', result: 'one lamp' }] },
      { role: 'assistant', parts: [{ type: 'text', content: 'one' }] },
    ],
  ],
  [
    'the AI SDK',
    [
      { role: 'user', content: [{ type: 'text', text: 'lamps?' }] },
      {
        role: 'assistant',
        content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'search', input: { q: 'lamp' } }],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c1',
            toolName: 'search',
            output: { type: 'text', value: 'one lamp' },
          },
        ],
      },
      { role: 'assistant', content: [{ type: 'text', text: 'one' }] },
    ],
  ],
  [
    'LangChain, serialised',
    [
      [
        langchain('HumanMessage', { content: 'lamps?' }),
        langchain('AIMessage', { content: null, additional_kwargs: { tool_calls: [CALL] } }),
        langchain('ToolMessage', { content: 'one lamp', tool_call_id: 'c1' }),
        langchain('AIMessageChunk', { content: 'one' }),
      ],
    ],
  ],
  [
    'LangChain, plain',
    [
      { type: 'human', data: { content: 'lamps?' } },
      { type: 'ai', content: null, tool_calls: [{ name: 'search', args: { q: 'lamp' }, id: 'c1' }] },
      { type: 'tool', content: 'one lamp', tool_call_id: 'c1' },
      { type: 'ai', content: 'one' },
    ],
  ],
  [
    'items of the Responses API',
    [
      { role: 'user', content: [{ type: 'input_text', text: 'lamps?' }] },
      { type: 'function_call', call_id: 'c1', name: 'search', arguments: '{"q":"lamp"}' },
      { type: 'function_call_output', call_id: 'c1', output: 'one lamp' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'one' }] },
    ],
  ],
])('%s', (_, sent) => {
  expect(chatMessages(sent)).toEqual(EXPECTED);
  expect(chatMessages(JSON.stringify(sent))).toEqual(EXPECTED);
});

test('other roles of Gemini and of events', () => {
  expect(chatMessages([{ role: 'model', parts: [{ text: 'hi' }] }])).toEqual([
    { role: 'assistant', content: 'hi' },
  ]);
  expect(
    chatMessages([
      { 'event.name': 'gen_ai.choice', index: 0, message: { role: 'assistant', content: 'hi' } },
    ]),
  ).toEqual([{ role: 'assistant', content: 'hi' }]);
  expect(promptLines('system: be short\nuser: why?\nreally')).toEqual([
    { role: 'system', content: 'be short' },
    { role: 'user', content: 'why?\nreally' },
  ]);
  expect(promptLines('why? user: me')).toBeUndefined();
});

test.each([
  [[1, 2]],
  [{}],
  ['text'],
  [[]],
  [[{ no: 'role' }]],
  [null],
  [[{ type: 'document', content: 'x' }]],
])('%j is no chat', (value) => expect(chatMessages(value)).toBeUndefined());

test.each([
  ['why?', 'why?'],
  [{ question: 'why?', context: 'long' }, 'why?'],
  [{ args: [], kwargs: { query: 'why?' } }, 'why?'],
  [{ inputs: { input: 'why?' }, tags: [], kwargs: { name: 'chain' } }, 'why?'],
  [{ topic: 'why?' }, 'why?'],
  [{ contents: [{ role: 'user', parts: [{ text: 'why?' }] }], model: 'm' }, 'why?'],
  [
    {
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'x' },
        { role: 'user', content: 'why?' },
      ],
    },
    'why?',
  ],
  [{ inputs: {}, kwargs: { name: 'chain' } }, undefined],
  [{ agent: 'a', tools: '[]' }, undefined],
  ['   ', undefined],
  ['__REDACTED__', undefined],
])('the question in %j', (value, question) => expect(spokenQuestion(value)).toBe(question));

test.each([
  ['because', 'because'],
  ['[1] because of {x}', '[1] because of {x}'],
  [{ answer: 'because', sources: [] }, 'because'],
  [{ output: { content: 'because' } }, 'because'],
  [{ choices: [{ message: { role: 'assistant', content: 'because' } }] }, 'because'],
  [{ generations: [[{ text: 'because' }]] }, 'because'],
  ["{'role': 'assistant', 'text': 'because'}", 'because'],
  [
    { output: [{ type: 'function_call', name: 'f', arguments: '{}' }], text: { format: { type: 'text' } } },
    undefined,
  ],
  [{ essay: 'x', is_approved: true }, undefined],
])('the answer in %j', (value, answer) => expect(spokenAnswer(value)).toBe(answer));
