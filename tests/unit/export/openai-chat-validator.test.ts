import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validateOpenaiChat } from '#lib/export/validators/openai-chat.ts';

const call = {
  id: 'call_1',
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"SF"}' },
};
const user = { role: 'user', content: 'Weather in SF?' };
const said = { role: 'assistant', content: 'Fog.' };
const called = { role: 'assistant', tool_calls: [call] };
const result = { role: 'tool', tool_call_id: 'call_1', content: '12 C' };
const tool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Get weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

test.each([
  [
    'turns with weights',
    `{"messages":[{"role":"system","content":"Answer only from the context."},{"role":"user","content":"Context: …\\n\\nQ: refund window?"},{"role":"assistant","content":"I do not know.","weight":0},{"role":"user","content":"Look again."},{"role":"assistant","content":"30 days [kb-17].","weight":1}]}`,
  ],
  [
    'a tool call to learn',
    `{"messages":[{"role":"user","content":"Weather in SF?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"SF\\"}"}}]}],"parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"get_weather","description":"Get weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}`,
  ],
  [
    'a tool result in the prompt',
    JSON.stringify({ messages: [user, { ...called, content: null }, result, said] }),
  ],
  [
    'text in parts',
    JSON.stringify({ messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }, said] }),
  ],
  [
    'a named user and a developer',
    JSON.stringify({ messages: [{ role: 'developer', content: 'x' }, { ...user, name: 'ann_1' }, said] }),
  ],
])('%s: valid', (_, line) => {
  expect(validateOpenaiChat(line)).toBeNull();
});

const preference =
  '{"input":{"messages":[{"role":"user","content":"How cold is SF today?"}],"tools":[],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"I have no live data; check a weather service."}],"non_preferred_output":[{"role":"assistant","content":"It is 21 C."}]}';
const reinforcement =
  '{"messages":[{"role":"user","content":"Classify the failure: …"}],"reference_answer":"missing_knowledge","doc_ids":["kb-17"]}';

test.each([
  ['a preference pair', preference],
  ['a prompt for reinforcement', reinforcement],
  ['not JSON', '{"messages":'],
  ['an array', '[]'],
  ['no messages', '{"messages":[]}'],
  ['two lines', `{"messages":\n${JSON.stringify([user, said])}}`],
  ['a raw line separator', JSON.stringify({ messages: [{ role: 'user', content: 'a\u2028b' }, said] })],
  ['a raw next-line character', JSON.stringify({ messages: [{ role: 'user', content: 'a\u0085b' }, said] })],
  ['a lone surrogate', `{"messages":[{"role":"user","content":"\ud800"},${JSON.stringify(said)}]}`],
  ['a foreign top-level key', JSON.stringify({ messages: [user, said], id: 'q-1' })],
  ['the old functions', JSON.stringify({ messages: [user, said], functions: [tool.function] })],
  ['a foreign key in a message', JSON.stringify({ messages: [{ ...user, refusal: null }, said] })],
  [
    'an unknown role',
    JSON.stringify({ messages: [{ role: 'function', name: 'f', content: 'x' }, user, said] }),
  ],
  ['an answer to nothing', JSON.stringify({ messages: [said] })],
  ['nothing to learn at the end', JSON.stringify({ messages: [user, said, user] })],
  ['weight 0 at the end', JSON.stringify({ messages: [user, { ...said, weight: 0 }] })],
  ['weight 0.5', JSON.stringify({ messages: [user, { ...said, weight: 0.5 }] })],
  ['a weight on a user', JSON.stringify({ messages: [{ ...user, weight: 1 }, said] })],
  ['an empty answer', JSON.stringify({ messages: [user, { role: 'assistant', content: '' }] })],
  ['neither content nor calls', JSON.stringify({ messages: [user, { role: 'assistant', content: null }] })],
  ['a null question', JSON.stringify({ messages: [{ role: 'user', content: null }, said] })],
  [
    'an image',
    JSON.stringify({
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }, said],
    }),
  ],
  ['a name with a space', JSON.stringify({ messages: [{ ...user, name: 'Ann B' }, said] })],
  ['a result of no call', JSON.stringify({ messages: [user, result, said] })],
  ['a call without its result', JSON.stringify({ messages: [user, called, user, said] })],
  [
    'a result without its call id',
    JSON.stringify({ messages: [user, called, { role: 'tool', content: 'x' }, said] }),
  ],
  [
    'arguments that are not text',
    JSON.stringify({
      messages: [
        user,
        { role: 'assistant', tool_calls: [{ ...call, function: { name: 'f', arguments: {} } }] },
      ],
    }),
  ],
  ['an empty list of tools', JSON.stringify({ messages: [user, said], tools: [] })],
])('%s: invalid, and says why', (_, line) => {
  expect(validateOpenaiChat(line)).toMatch(/\S/);
});

const realData = process.env.FAULTLINE_REAL_DATA;

test.skipIf(realData === undefined)('every line of a published training file is valid', () => {
  const file = join(realData ?? '', 'finetune', 'toy_chat_fine_tuning.jsonl');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(validateOpenaiChat(line)).toBeNull();
});
