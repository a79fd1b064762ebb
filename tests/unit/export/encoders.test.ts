import { describe, expect, test } from 'vitest';
import { EXPORT_FORMATS, exportFormat } from '#lib/export/encoders/registry.ts';
import type { FormatId } from '#lib/export/format.ts';
import type { TrainingExample } from '#lib/export/training-example.ts';
import { encoded, jsonRows, passage } from '../../support/training-example.ts';

const ideal = 'Thirty days, with a receipt.';
const wrong: Partial<TrainingExample> = { verdict: 'wrong', answer: '90 days.', idealAnswer: ideal };
const user = (content: string) => ({ role: 'user', content });
const said = (content: string) => ({ role: 'assistant', content });
const prompt = [
  user('How long is the refund window?\n\nContext:\nRefunds: 30 days.\n\nReturns need a receipt.'),
];

const toolCall = (args: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'c1', type: 'function', function: { name: 'search', arguments: args } }],
});
const tools = [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }];

describe('supervised rows', () => {
  test('prompt and completion; messages', () => {
    expect(jsonRows('trl-sft')).toEqual([
      { path: 'prompt-completion/train.jsonl', value: { prompt, completion: [said('30 days.')] } },
      { path: 'messages/train.jsonl', value: { messages: [...prompt, said('30 days.')] } },
    ]);
  });

  test('each side has its files', () => {
    expect(jsonRows('trl-sft', {}, { split: 'validation' }).map(({ path }) => path)).toEqual([
      'prompt-completion/validation.jsonl',
      'messages/validation.jsonl',
    ]);
  });

  test('an earlier answer is in no row of messages: all of those are learnt', () => {
    const messages = [user('Hi'), said('Hello.'), user('How long?')];
    expect(jsonRows('trl-sft', { messages })).toEqual([
      { path: 'prompt-completion/train.jsonl', value: { prompt: messages, completion: [said('30 days.')] } },
    ]);
  });

  test('tool calls: arguments as an object, the tool’s name beside its result, the tools in a column', () => {
    const messages = [
      user('How long?'),
      toolCall('{"q":"refund"}'),
      { role: 'tool', tool_call_id: 'c1', content: 'x' },
    ];
    expect(jsonRows('trl-sft', { messages, tools })[0]?.value).toEqual({
      prompt: [
        user('How long?'),
        {
          role: 'assistant',
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'search', arguments: { q: 'refund' } } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', name: 'search', content: 'x' },
      ],
      completion: [said('30 days.')],
      tools,
    });
  });

  test('content in parts becomes one text, a developer the system', () => {
    const messages = [
      { role: 'developer', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'How' },
          { type: 'text', text: 'long?' },
        ],
      },
    ];
    expect(jsonRows('trl-sft', { messages })[0]?.value.prompt).toEqual([
      { role: 'system', content: 'Be brief.' },
      user('How\nlong?'),
    ]);
  });

  test.each([
    ['no_user_turn', [{ role: 'system', content: 'How long?' }]],
    [
      'unsupported_message',
      [user('Q'), toolCall('{"q":'), { role: 'tool', tool_call_id: 'c1', content: 'x' }],
    ],
    ['unsupported_message', [user('Q'), toolCall('[1]'), { role: 'tool', tool_call_id: 'c1', content: 'x' }]],
    ['unsupported_message', [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }]],
  ])('%s: %o', (excluded, messages) => {
    expect(encoded('trl-sft', { messages })).toEqual({ excluded });
  });
});

describe('preferences', () => {
  test('chosen is the ideal answer, rejected the logged one', () => {
    expect(jsonRows('trl-preference', wrong)).toEqual([
      { path: 'train.jsonl', value: { prompt, chosen: [said(ideal)], rejected: [said('90 days.')] } },
    ]);
    expect(jsonRows('openai-preference', wrong)).toEqual([
      {
        path: 'train.jsonl',
        value: {
          input: { messages: prompt },
          preferred_output: [said(ideal)],
          non_preferred_output: [said('90 days.')],
        },
      },
    ]);
  });

  test.each([
    ['no_label', { verdict: null }],
    ['disputed', { verdict: 'disputed' }],
    ['truncated', { isTruncated: true }],
    ['found_correct', { verdict: 'correct' }],
    ['no_verdict', { verdict: 'cannot_tell' }],
    ['no_ideal_answer', { idealAnswer: null }],
    ['no_ideal_answer', { idealAnswer: ' ' }],
    ['no_answer', { answer: null }],
    ['empty_answer', { answer: '' }],
    ['same_answer', { answer: ` ${ideal}\n` }],
  ])('%s: %o', (excluded, change) => {
    for (const id of ['trl-preference', 'openai-preference'] as const)
      expect(encoded(id, { ...wrong, ...change })).toEqual({ excluded });
  });
});

describe('unpaired', () => {
  test.each([
    ['correct', true],
    ['partly', false],
    ['wrong', false],
  ])('%s: %s', (verdict, label) => {
    expect(jsonRows('trl-unpaired', { verdict, idealAnswer: ideal })).toEqual([
      { path: 'train.jsonl', value: { prompt, completion: [said('30 days.')], label } },
    ]);
  });

  test.each([
    ['no_verdict', { verdict: 'cannot_tell' }],
    ['disputed', { verdict: 'disputed' }],
    ['truncated', { isTruncated: true }],
    ['empty_answer', { answer: '' }],
    ['no_answer', { answer: null }],
  ])('%s: %o', (excluded, change) => {
    expect(encoded('trl-unpaired', change)).toEqual({ excluded });
  });
});

describe('rows for embeddings', () => {
  const hits = [
    passage('neg', 0),
    passage('ungraded', null),
    passage('pos', 3),
    passage('related', 1),
    passage('no-text', 3, null),
    passage('also', 2),
  ];
  const otherJudged = [passage('missing', 3), passage('far', 0)];
  const searched = 'refund window';
  const change = { hits, otherJudged, searched };
  const text = (chunk: string) => `Text of ${chunk}.`;
  const values = (id: FormatId, more: Partial<TrainingExample> = {}) =>
    jsonRows(id, { ...change, ...more }).map(({ value }) => value);

  test('a pair for each passage graded relevant, also of those that were not found', () => {
    expect(values('st-pairs')).toEqual(
      ['pos', 'also', 'missing'].map((chunk) => ({ anchor: searched, positive: text(chunk) })),
    );
  });

  test('negatives were judged irrelevant: never ungraded, never only related', () => {
    expect(values('st-triplets')).toEqual(
      ['pos', 'also', 'missing'].flatMap((positive) =>
        ['neg', 'far'].map((negative) => ({
          anchor: searched,
          positive: text(positive),
          negative: text(negative),
        })),
      ),
    );
  });

  test('what reads like a positive is no negative', () => {
    const twice = [
      passage('pos', 3, 'Refunds: 30 days.'),
      passage('copy', 0, ' refunds:  30 DAYS.\n'),
      passage('neg', 0),
    ];
    expect(values('st-triplets', { hits: twice, otherJudged: [] })).toEqual([
      { anchor: searched, positive: 'Refunds: 30 days.', negative: text('neg') },
    ]);
    expect(values('reranker', { hits: twice, otherJudged: [] })).toEqual([
      { query: searched, passage: 'Refunds: 30 days.', label: 1 },
      { query: searched, passage: text('neg'), label: 0 },
    ]);
  });

  test('the five that were ranked highest are the negatives', () => {
    const many = Array.from({ length: 7 }, (_, i) => passage(`n${i}`, 0));
    expect(
      values('st-triplets', { hits: [...many, passage('pos', 2)], otherJudged: [] }).map(
        ({ negative }) => negative,
      ),
    ).toEqual([0, 1, 2, 3, 4].map((i) => text(`n${i}`)));
  });

  test('a label for each graded passage', () => {
    expect(values('reranker').map((row) => [row.passage, row.label])).toEqual([
      [text('neg'), 0],
      [text('pos'), 1],
      [text('related'), 0],
      [text('also'), 1],
      [text('missing'), 1],
      [text('far'), 0],
    ]);
  });

  test('two queries that ask the same give the same keys', () => {
    const keys = (id: FormatId, queryId: string) => {
      const result = encoded(id, { ...change, queryId });
      return 'rows' in result ? result.rows.map((row) => row.onceKey) : [];
    };
    for (const id of ['st-pairs', 'st-triplets', 'reranker', 'beir'] as const) {
      expect(keys(id, 'q-2')).toEqual(keys(id, 'q-1'));
      expect(keys(id, 'q-1')).not.toContain(undefined);
    }
  });

  test('a benchmark: corpus, question, grades', () => {
    const document = (chunk: string) => ({
      path: 'corpus.jsonl',
      value: { _id: chunk, title: `Title of ${chunk}`, text: text(chunk), metadata: { id: `doc-${chunk}` } },
    });
    const rows = jsonRows(
      'beir',
      { hits: [passage('neg', 0), passage('x', null), passage('pos', 3)], searched },
      { split: 'test' },
    );
    expect(rows).toEqual([
      { path: 'queries.jsonl', value: { _id: 'hash-1', text: searched } },
      ...['neg', 'x', 'pos'].map(document),
      { path: 'qrels/test.tsv', value: { text: 'hash-1\tneg\t0' } },
      { path: 'qrels/test.jsonl', value: { 'query-id': 'hash-1', 'corpus-id': 'neg', score: 0 } },
      { path: 'qrels/test.tsv', value: { text: 'hash-1\tpos\t3' } },
      { path: 'qrels/test.jsonl', value: { 'query-id': 'hash-1', 'corpus-id': 'pos', score: 3 } },
    ]);
  });

  test.each<[string, FormatId, Partial<TrainingExample>]>([
    ['no_relevant_passage', 'st-pairs', { hits: [passage('a', 1)] }],
    ['no_relevant_passage', 'st-triplets', { hits: [passage('a', 0)] }],
    [
      'no_irrelevant_passage',
      'st-triplets',
      { hits: [passage('a', 3), passage('b', null), passage('c', 1)] },
    ],
    ['no_graded_passage', 'reranker', { hits: [passage('a', null)] }],
    ['no_relevant_passage', 'beir', { hits: [passage('a', 3, null)] }],
    ['disputed', 'st-pairs', { verdict: 'disputed', hits: [passage('a', 3)] }],
    ['empty_question', 'reranker', { searched: ' ', hits: [passage('a', 3)] }],
  ])('%s: %s', (excluded, id, more) => {
    expect(encoded(id, more)).toEqual({ excluded });
  });
});

describe('every training format', () => {
  const trainable = EXPORT_FORMATS.filter(({ purpose }) => purpose !== 'reading').map(({ id }) => id);
  const fits: Partial<TrainingExample> = { ...wrong, hits: [passage('a', 3), passage('b', 0)] };

  test.each(trainable)('%s takes no cut, disputed or unlabelled query, and would take it otherwise', (id) => {
    expect(encoded(id, fits)).toHaveProperty('rows');
    expect(encoded(id, { ...fits, isTruncated: true })).toEqual({ excluded: 'truncated' });
    expect(encoded(id, { ...fits, verdict: 'disputed' })).toEqual({ excluded: 'disputed' });
    expect(encoded(id, { ...fits, verdict: null })).toEqual({ excluded: 'no_label' });
  });

  test.each<[FormatId, number]>([
    ...trainable.map((id): [FormatId, number] => [id, 1]),
    ['openai-chat', 5_000_000],
    ['reranker', 5_000_000],
  ])('%s holds any text, of any length: %i', (id, length) => {
    const nasty = `=1+1 \u2028 \u2029 \u0085 \ud800 \0 "\\ ${'x'.repeat(length)}`;
    const readable = nasty.replace('\ud800', '\ufffd').replace('\0', '\u2400');
    const rows = jsonRows(id, {
      ...fits,
      question: nasty,
      answer: `${nasty}!`,
      idealAnswer: nasty,
      hits: [passage('a', 3, nasty), passage('b', 0)],
    });
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.some(({ value }) => JSON.stringify(value).includes(JSON.stringify(readable).slice(1, -1))),
    ).toBe(true);
  });

  test('its files are those that it writes', () => {
    for (const format of EXPORT_FORMATS) {
      const result = encoded(format.id, fits);
      const written = new Set('rows' in result ? result.rows.map(({ path }) => path) : []);
      expect(written, format.id).toEqual(
        new Set(format.files.map(({ path }) => path.replace('{split}', 'train'))),
      );
    }
  });

  test('its rows have the columns that are loaded', () => {
    for (const { files, id } of EXPORT_FORMATS)
      for (const { path, value } of id === 'labels-csv' ? [] : jsonRows(id, { ...fits, tools })) {
        const load = files.find((file) => file.path.replace('{split}', 'train') === path)?.load;
        if (load === undefined) expect(path).toMatch(/\.tsv$/);
        else expect(Object.keys(load.columns), id).toEqual(Object.keys(value));
      }
  });
});

test('a format is found by its id', () => {
  for (const format of EXPORT_FORMATS) expect(exportFormat(format.id)).toBe(format);
});
