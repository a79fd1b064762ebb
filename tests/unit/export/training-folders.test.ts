import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportFormat } from '#lib/export/encoders/registry.ts';
import { FORMAT_IDS, type FormatId, type Split } from '#lib/export/format.ts';
import { folderReadme } from '#lib/export/snippets/folder-readme.ts';
import { passage, trainingExample } from '../../support/training-example.ts';
import { readJsonLines, writeFormatFolder } from '../../support/write-format-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'training-folders-'));
afterAll(() => rmSync(root, { recursive: true }));

const search = {
  type: 'function',
  function: { name: 'search', parameters: { type: 'object', properties: {} } },
};
const call = (id: string, args: object) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name: 'search', arguments: JSON.stringify(args) } }],
});
const window30 = passage('w', 3, 'Refunds are paid within 30 days.');
const receipt = passage('r', 0, 'Returns\u2028need a receipt.');
const shipping = passage('s', null, '=Shipping takes 5 days.');
const student = passage('t', 2, 'Students get 10 % off.');

/** A small project: what was logged, what people found, and on which side each query lies. */
const examples = [
  {
    example: trainingExample({
      queryId: 'q1',
      question: 'How long is the refund window?',
      questionHash: 'h1',
      hits: [window30, receipt, shipping],
      answer: '30 days.',
    }),
  },
  {
    example: trainingExample({
      queryId: 'q2',
      question: 'how long is the refund window?',
      questionHash: 'h1',
      hits: [receipt, window30],
      verdict: 'wrong',
      answer: '90 days.\u2028At least.',
      idealAnswer: '30 days\u0085, with a receipt.',
    }),
  },
  {
    example: trainingExample({
      queryId: 'q3',
      question: 'And for students?',
      searched: 'refund window for students',
      questionHash: 'h3',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi.' },
        { role: 'user', content: 'And for students?' },
      ],
      hits: [receipt, student],
      otherJudged: [window30],
      verdict: 'partly',
      answer: 'The same.',
      idealAnswer: 'The same, and 10 % off.',
    }),
  },
  {
    example: trainingExample({
      queryId: 'q4',
      question: 'Is it raining?',
      questionHash: 'h4',
      messages: [
        { role: 'user', content: 'Is it raining?' },
        call('c1', { city: 'SF', days: 1 }),
        { role: 'tool', tool_call_id: 'c1', content: 'no' },
        call('c2', { city: { name: 'Oslo' }, more: [1, 'a'] }),
        { role: 'tool', tool_call_id: 'c2', content: 'yes' },
      ],
      tools: [search],
      hits: [],
      answer: '-1 in Oslo.',
    }),
  },
  {
    options: { split: 'validation' as Split },
    example: trainingExample({
      queryId: 'q5',
      question: 'Do you ship?',
      questionHash: 'h5',
      hits: [passage('s', 3, '=Shipping takes 5 days.'), window30].map((hit, i) => ({
        ...hit,
        grade: i === 0 ? 3 : 0,
      })),
      verdict: 'wrong',
      answer: 'No.',
      idealAnswer: 'Yes, in 5 days.',
    }),
  },
  {
    example: trainingExample({
      queryId: 'q6',
      verdict: 'disputed',
      questionHash: 'h6',
      hits: [window30, receipt],
    }),
  },
  {
    example: trainingExample({
      queryId: 'q7',
      isTruncated: true,
      questionHash: 'h7',
      hits: [window30, receipt],
    }),
  },
  { example: trainingExample({ queryId: 'q8', answer: '', questionHash: 'h8', hits: [] }) },
];

let files: Record<FormatId, string[]>;
beforeAll(() => {
  files = Object.fromEntries(
    FORMAT_IDS.map((id) => [id, writeFormatFolder(join(root, id), id, examples)]),
  ) as Record<FormatId, string[]>;
});

const rows = (id: FormatId, path = 'train.jsonl') => readJsonLines(join(root, id, path));
const said = (content: string) => [{ role: 'assistant', content }];
const asked = (question: string, ...texts: string[]) => ({
  role: 'user',
  content: [`${question}`, ...(texts.length > 0 ? [`Context:\n${texts.join('\n\n')}`] : [])].join('\n\n'),
});
const prompt1 = [
  asked('How long is the refund window?', window30.text ?? '', receipt.text ?? '', shipping.text ?? ''),
];
const prompt2 = [asked('how long is the refund window?', receipt.text ?? '', window30.text ?? '')];
const prompt3 = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hello' },
  ...said('Hi.'),
  { role: 'user', content: 'And for students?' },
];
const trlCall = (id: string, args: object) => ({
  role: 'assistant',
  tool_calls: [{ id, type: 'function', function: { name: 'search', arguments: args } }],
});
const prompt4 = [
  asked('Is it raining?'),
  trlCall('c1', { city: 'SF', days: 1 }),
  { role: 'tool', tool_call_id: 'c1', name: 'search', content: 'no' },
  trlCall('c2', { city: { name: 'Oslo' }, more: [1, 'a'] }),
  { role: 'tool', tool_call_id: 'c2', name: 'search', content: 'yes' },
];
const ideal2 = '30 days\u0085, with a receipt.';
const logged2 = '90 days.\u2028At least.';
const ideal3 = 'The same, and 10 % off.';

test('a README tells which file is which, and how often to train with each row', () => {
  const readme = (id: FormatId, paths: string[]) => folderReadme(exportFormat(id), paths, 4);
  const spreadsheet = readme('labels-csv', ['labels.csv']);
  expect(spreadsheet).toContain('  data_files: labels.csv\n---');
  expect(spreadsheet).not.toContain('split:');
  const preference = readme('trl-preference', ['train.jsonl', 'validation.jsonl']);
  expect(preference).toContain(
    '  data_files:\n  - split: train\n    path: train.jsonl\n  - split: validation\n    path: validation.jsonl\n---',
  );
  expect(preference).toContain('num_train_epochs=4,');
});

describe('each folder holds these rows and no other', () => {
  test('files', () => {
    const both = ['train.jsonl', 'validation.jsonl'];
    expect(files).toEqual({
      'trl-sft': ['messages', 'prompt-completion'].flatMap((folder) =>
        both.map((name) => `${folder}/${name}`),
      ),
      'trl-preference': both,
      'trl-unpaired': both,
      'openai-chat': both,
      'openai-preference': both,
      'st-pairs': both,
      'st-triplets': both,
      reranker: both,
      beir: [
        'corpus.jsonl',
        'qrels/train.jsonl',
        'qrels/train.tsv',
        'qrels/validation.jsonl',
        'qrels/validation.tsv',
        'queries.jsonl',
      ],
      'labels-csv': ['labels.csv'],
    });
  });

  test('trl-sft', () => {
    expect(rows('trl-sft', 'prompt-completion/train.jsonl')).toEqual([
      { prompt: prompt1, completion: said('30 days.') },
      { prompt: prompt2, completion: said(ideal2) },
      { prompt: prompt3, completion: said(ideal3) },
      { prompt: prompt4, completion: said('-1 in Oslo.'), tools: [search] },
    ]);
    expect(rows('trl-sft', 'messages/train.jsonl')).toEqual([
      { messages: [...prompt1, ...said('30 days.')] },
      { messages: [...prompt2, ...said(ideal2)] },
    ]);
    expect(rows('trl-sft', 'prompt-completion/validation.jsonl')).toHaveLength(1);
  });

  test('preferences', () => {
    expect(rows('trl-preference')).toEqual([
      { prompt: prompt2, chosen: said(ideal2), rejected: said(logged2) },
      { prompt: prompt3, chosen: said(ideal3), rejected: said('The same.') },
    ]);
    expect(rows('openai-preference')).toEqual([
      { input: { messages: prompt2 }, preferred_output: said(ideal2), non_preferred_output: said(logged2) },
      {
        input: { messages: prompt3 },
        preferred_output: said(ideal3),
        non_preferred_output: said('The same.'),
      },
    ]);
    expect(rows('trl-unpaired').map(({ completion, label }) => [completion, label])).toEqual([
      [said('30 days.'), true],
      [said(logged2), false],
      [said('The same.'), false],
      [said('-1 in Oslo.'), true],
    ]);
  });

  test('openai-chat', () => {
    expect(rows('openai-chat')).toEqual([
      { messages: [...prompt1, ...said('30 days.')] },
      { messages: [...prompt2, ...said(ideal2)] },
      {
        messages: [
          ...prompt3.slice(0, 2),
          { role: 'assistant', content: 'Hi.', weight: 0 },
          ...prompt3.slice(3),
          ...said(ideal3),
        ],
      },
      {
        messages: [
          asked('Is it raining?'),
          { ...call('c1', { city: 'SF', days: 1 }), weight: 0 },
          { role: 'tool', content: 'no', tool_call_id: 'c1' },
          { ...call('c2', { city: { name: 'Oslo' }, more: [1, 'a'] }), weight: 0 },
          { role: 'tool', content: 'yes', tool_call_id: 'c2' },
          ...said('-1 in Oslo.'),
        ],
        tools: [search],
      },
    ]);
  });

  test('rows for embeddings: one question asked twice is in them once', () => {
    const first = 'How long is the refund window?';
    const third = 'refund window for students';
    expect(rows('st-pairs')).toEqual([
      { anchor: first, positive: window30.text },
      { anchor: third, positive: student.text },
      { anchor: third, positive: window30.text },
    ]);
    expect(rows('st-triplets')).toEqual([
      { anchor: first, positive: window30.text, negative: receipt.text },
      { anchor: third, positive: student.text, negative: receipt.text },
      { anchor: third, positive: window30.text, negative: receipt.text },
    ]);
    expect(rows('reranker').map((row) => [row.query, row.passage, row.label])).toEqual([
      [first, window30.text, 1],
      [first, receipt.text, 0],
      [third, receipt.text, 0],
      [third, student.text, 1],
      [third, window30.text, 1],
    ]);
  });

  test('beir', () => {
    expect(rows('beir', 'queries.jsonl').map((row) => row._id)).toEqual(['h1', 'h3', 'h5']);
    expect(rows('beir', 'corpus.jsonl').map((row) => [row._id, row.text])).toEqual([
      ['w', window30.text],
      ['r', receipt.text],
      ['s', shipping.text],
      ['t', student.text],
    ]);
    const tsv = readFileSync(join(root, 'beir', 'qrels/train.tsv'), 'utf8');
    expect(tsv).toBe('query-id\tcorpus-id\tscore\nh1\tw\t3\nh1\tr\t0\nh3\tr\t0\nh3\tt\t2\nh3\tw\t3\n');
    const fromTsv = parse(tsv, {
      columns: true,
      delimiter: '\t',
      cast: (value) => (/^\d$/.test(value) ? Number(value) : value),
    });
    expect(rows('beir', 'qrels/train.jsonl')).toEqual(fromTsv);
  });

  test('labels-csv', () => {
    const table: Record<string, string>[] = parse(readFileSync(join(root, 'labels-csv', 'labels.csv')), {
      columns: true,
      bom: true,
    });
    expect(table.map((row) => [row.query_id, row.answer, row.grades])).toEqual([
      ['q1', '30 days.', '3 0 ?'],
      ['q2', logged2, '0 3'],
      ['q3', 'The same.', '0 2'],
      ['q4', "'-1 in Oslo.", ''],
      ['q5', 'No.', '3 0'],
      ['q6', '30 days.', '3 0'],
      ['q7', '30 days.', '3 0'],
      ['q8', '', ''],
    ]);
  });
});

const python = process.env.FAULTLINE_PYTHON_TRAIN;

test.skipIf(python === undefined)(
  'datasets, TRL and sentence-transformers load each folder and train a step on it',
  { timeout: 300_000 },
  () => {
    const script = join(import.meta.dirname, '../../support/load-training-folders.py');
    const run = spawnSync(python ?? '', [script, root], { encoding: 'utf8', maxBuffer: 64 << 20 });
    expect(run.status, run.stderr.slice(-4000)).toBe(0);
    const [{ versions }, ...reports] = run.stdout
      .split('\n')
      .filter((line) => line.startsWith('{"'))
      .map((line) => JSON.parse(line));
    expect(Object.keys(versions)).toHaveLength(3);
    const counted = Object.fromEntries(reports.map((report) => [report.format, report.default]));
    expect(counted).toEqual({
      'trl-sft': { train: 4, validation: 1 },
      'trl-preference': { train: 2, validation: 1 },
      'trl-unpaired': { train: 4, validation: 1 },
      'openai-chat': { train: 4, validation: 1 },
      'openai-preference': { train: 2, validation: 1 },
      'st-pairs': { train: 3, validation: 1 },
      'st-triplets': { train: 3, validation: 1 },
      reranker: { train: 5, validation: 2 },
      beir: { train: 5, validation: 2 },
      'labels-csv': { train: 8 },
    });
    const trained = Object.fromEntries(reports.map((report) => [report.format, report.trained]));
    for (const id of ['trl-preference', 'trl-unpaired', 'st-pairs', 'st-triplets', 'reranker', 'beir'])
      expect(trained[id], id).toEqual(expect.any(Number));
    expect(trained['trl-sft']).toEqual({
      'prompt-completion': expect.any(Number),
      messages: expect.any(Number),
    });
  },
);
