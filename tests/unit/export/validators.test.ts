import { describe, expect, test } from 'vitest';
import { exportFormat } from '#lib/export/encoders/registry.ts';
import type { FormatId } from '#lib/export/format.ts';

const problem = (id: FormatId, value: unknown, path = 'train.jsonl') =>
  exportFormat(id).validate({ path, text: typeof value === 'string' ? value : JSON.stringify(value) });

const user = { role: 'user', content: 'Context…\nQ: refund window?' };
const said = (content: unknown) => ({ role: 'assistant', content });
const called = {
  role: 'assistant',
  tool_calls: [{ type: 'function', function: { name: 'f', arguments: { city: 'SF' } } }],
};
const tools = [{ type: 'function', function: { name: 'f', description: 'F', parameters: {} } }];
const preference = { prompt: [user], chosen: [said('30 days.')], rejected: [said('90 days.')] };
const unpaired = { prompt: [user], completion: [said('A')], label: false };
const completion = { prompt: [user], completion: [said('A')] };
const publishedPreference = {
  input: {
    messages: [{ role: 'user', content: 'How cold is SF today?' }],
    tools: [],
    parallel_tool_calls: true,
  },
  preferred_output: [said('I have no live data; check a weather service.')],
  non_preferred_output: [said('It is 21 C.')],
};
const pair = { anchor: 'refund window?', positive: 'Refunds within 30 days…' };

describe('the published examples of each format are valid', () => {
  test.each<[FormatId, unknown, string?]>([
    ['openai-preference', publishedPreference],
    ['trl-preference', preference],
    ['trl-unpaired', unpaired],
    ['trl-sft', completion, 'prompt-completion/train.jsonl'],
    [
      'trl-sft',
      {
        prompt: [user, called, { role: 'tool', tool_call_id: '', content: 'x' }],
        completion: [said('A')],
        tools,
      },
      'prompt-completion/test.jsonl',
    ],
    ['trl-sft', { messages: [{ role: 'system', content: 'S' }, user, said('A')] }, 'messages/train.jsonl'],
    ['st-pairs', pair],
    ['st-triplets', { ...pair, negative: 'Shipping takes 5 days…' }],
    ['reranker', { query: 'q', passage: 'p', label: 0 }],
    ['beir', { _id: 'd1', title: '', text: 't', metadata: {} }, 'corpus.jsonl'],
    ['beir', { _id: 'q1', text: 't' }, 'queries.jsonl'],
    ['beir', { 'query-id': 'q1', 'corpus-id': 'd1', score: 3 }, 'qrels/test.jsonl'],
    ['beir', 'q1\td1\t0', 'qrels/test.tsv'],
  ])('%s: %o', (id, value, path) => {
    expect(problem(id, value, path)).toBeNull();
  });
});

describe('what does not hold to the format is refused, and says why', () => {
  test.each<[string, FormatId, unknown, string?]>([
    [
      'another name of the outputs',
      'openai-preference',
      {
        input: publishedPreference.input,
        preferred_completion: [said('a')],
        non_preferred_completion: [said('b')],
      },
    ],
    [
      'two outputs',
      'openai-preference',
      { ...publishedPreference, preferred_output: [said('a'), said('b')] },
    ],
    [
      'equal outputs',
      'openai-preference',
      { ...publishedPreference, preferred_output: [said('It is 21 C. ')] },
    ],
    [
      'an answer in the prompt',
      'openai-preference',
      { ...publishedPreference, input: { messages: [user, said('a')] } },
    ],
    ['an empty output', 'openai-preference', { ...publishedPreference, preferred_output: [said(' ')] }],
    ['a foreign key', 'trl-preference', { ...preference, id: 'q-1' }],
    ['no prompt', 'trl-preference', { ...preference, prompt: [] }],
    ['text instead of messages', 'trl-preference', { ...preference, prompt: 'Q' }],
    ['chosen as text', 'trl-preference', { ...preference, chosen: 'A' }],
    ['equal answers', 'trl-preference', { ...preference, rejected: preference.chosen }],
    ['a label that is no boolean', 'trl-unpaired', { ...unpaired, label: 1 }],
    ['no label', 'trl-unpaired', completion],
    ['an empty completion', 'trl-unpaired', { ...unpaired, completion: [said('')] }],
    [
      'content in parts',
      'trl-unpaired',
      { ...unpaired, prompt: [{ role: 'user', content: [{ type: 'text', text: 'Q' }] }] },
    ],
    [
      'a prompt that ends with the system',
      'trl-sft',
      { ...completion, prompt: [{ role: 'system', content: 'S' }] },
      'prompt-completion/train.jsonl',
    ],
    [
      'arguments as text',
      'trl-sft',
      {
        ...completion,
        prompt: [
          { ...called, tool_calls: [{ type: 'function', function: { name: 'f', arguments: '{}' } }] },
          user,
        ],
      },
      'prompt-completion/train.jsonl',
    ],
    [
      'messages in the other file',
      'trl-sft',
      { messages: [user, said('A')] },
      'prompt-completion/train.jsonl',
    ],
    [
      'an unjudged answer',
      'trl-sft',
      { messages: [user, said('A'), user, said('B')] },
      'messages/train.jsonl',
    ],
    ['no answer', 'trl-sft', { messages: [said('A'), user] }, 'messages/train.jsonl'],
    ['a file of no format', 'trl-sft', completion, 'train.jsonl'],
    ['columns in another order', 'st-pairs', { positive: 'p', anchor: 'a' }],
    ['a third column', 'st-pairs', { ...pair, id: 'q-1' }],
    ['an empty positive', 'st-pairs', { ...pair, positive: ' ' }],
    ['a positive as negative', 'st-triplets', { ...pair, negative: pair.positive }],
    ['no negative', 'st-triplets', pair],
    ['a grade as label', 'reranker', { query: 'q', passage: 'p', label: 3 }],
    ['a label as text', 'reranker', { query: 'q', passage: 'p', label: '1' }],
    ['a document without text', 'beir', { _id: 'd1', title: '', text: '', metadata: {} }, 'corpus.jsonl'],
    ['a query with a title', 'beir', { _id: 'q1', title: '', text: 't' }, 'queries.jsonl'],
    ['a grade of 4', 'beir', { 'query-id': 'q', 'corpus-id': 'd', score: 4 }, 'qrels/test.jsonl'],
    ['a grade of 4', 'beir', 'q\td\t4', 'qrels/test.tsv'],
    ['spaces for tabs', 'beir', 'q d 1', 'qrels/test.tsv'],
    ['an unknown file', 'beir', 'q\td\t1', 'qrels.tsv'],
    ['a lone surrogate behind an escape', 'st-pairs', '{"anchor":"a\\ud800","positive":"p"}'],
    ['NUL', 'st-pairs', '{"anchor":"a\\u0000","positive":"p"}'],
    ['a raw line separator', 'st-pairs', '{"anchor":"a\u2028","positive":"p"}'],
    ['two lines', 'st-pairs', '{"anchor":"a",\n"positive":"p"}'],
    ['no JSON', 'st-pairs', '{"anchor"'],
  ])('%s: %s', (_, id, value, path) => {
    expect(problem(id, value, path)).toMatch(/\S/);
  });
});
