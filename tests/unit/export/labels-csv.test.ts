import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportFormat } from '#lib/export/encoders/registry.ts';
import { spreadsheetCell } from '#lib/export/encoders/spreadsheet-cell.ts';
import type { TrainingExample } from '#lib/export/training-example.ts';
import { encoded, passage } from '../../support/training-example.ts';

const format = exportFormat('labels-csv');

/** The file as a program reads it that knows nothing of us. */
function readBack(changes: Partial<TrainingExample>[]): Record<string, string>[] {
  const records = changes.map((change) => {
    const result = encoded('labels-csv', change);
    if ('excluded' in result) throw new Error(result.excluded);
    return result.rows.map(({ text }) => text);
  });
  const file = [format.files[0]?.header, ...records.flat()].map((record) => `${record}\n`).join('');
  return parse(Buffer.from(file, 'utf8'), { columns: true, bom: true });
}

describe('the cells of a spreadsheet', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\nx',
    '\0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '"=1',
    '\n=1',
    '\ufeff=1',
    ' =1',
    '\'"=1',
  ])('%j begins with an apostrophe', (text) => {
    expect(spreadsheetCell(text)).toBe(`'${text}`.replaceAll('\0', '\u2400'));
  });

  test.each(['30 days', 'a=b', 'e-mail', '"quoted"', '', 'x\n=1', '100%', '5 - 3'])(
    '%j stays as it is',
    (text) => {
      expect(spreadsheetCell(text)).toBe(text);
    },
  );

  test('no text begins like a formula, and all of it is there', () => {
    const text = fc
      .array(
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '\0', '"', "'", '＝', '\ufeff', ' ', 'a', ','),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (question) => {
        const [row] = readBack([{ question }]);
        const cell = row?.question ?? '';
        expect(cell).not.toMatch(/^["\s\ufeff]*[=+\-@＝＋－＠]/u);
        expect(cell.endsWith(question.replaceAll('\0', '\u2400'))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('what is longer than a cell is cut, with a mark, between characters', () => {
    const cell = spreadsheetCell('😀'.repeat(2_500_000));
    expect(cell).toHaveLength(32_766);
    expect(cell).toMatch(/^(😀)+ \[…\]$/u);
  });
});

test('a record holds what was asked, answered and found', () => {
  const [row] = readBack([
    {
      queryId: 'q-9',
      question: 'Refund, "please"\nor not?',
      answer: '=HYPERLINK("http://evil.example")',
      verdict: 'wrong',
      failure: 'missing_knowledge',
      secondaryFailure: 'wrong_format',
      detail: 'not_retrieved',
      nothingToFind: false,
      idealAnswer: '-30 days',
      hits: [passage('a', 3), passage('b', null), passage('c', 0)],
      labelCount: 2,
      reviewers: ['reviewer-1', 'reviewer-2'],
    },
  ]);
  expect(row).toEqual({
    query_id: 'q-9',
    started_at: '2026-03-01T10:00:00.000Z',
    question: 'Refund, "please"\nor not?',
    answer: '\'=HYPERLINK("http://evil.example")',
    verdict: 'wrong',
    failure: 'missing_knowledge',
    secondary_failure: 'wrong_format',
    detail: 'not_retrieved',
    nothing_to_find: 'no',
    ideal_answer: "'-30 days",
    hits: '3',
    grades: '3 ? 0',
    labels: '2',
    reviewers: 'reviewer-1, reviewer-2',
    model: 'model-1',
    truncated: 'no',
  });
});

test('disputed, cut, failed and empty are in it too: it trains nothing', () => {
  const rows = readBack([{ verdict: 'disputed' }, { isTruncated: true }, { answer: null }, { answer: '' }]);
  expect(rows.map(({ verdict, truncated, answer }) => [verdict, truncated, answer])).toEqual([
    ['disputed', 'no', '30 days.'],
    ['correct', 'yes', '30 days.'],
    ['correct', 'no', ''],
    ['correct', 'no', ''],
  ]);
  expect(encoded('labels-csv', { verdict: null })).toEqual({ excluded: 'no_label' });
});

test.each([
  ['a formula', (text: string) => text.replace('30 days.', '=1+1')],
  ['a formula behind a quote', (text: string) => text.replace('30 days.', '"""=1+1"')],
  ['a missing cell', (text: string) => text.replace('q-1,', '')],
  ['a second record', (text: string) => `${text}\n${text}`],
  ['NUL', (text: string) => text.replace('30', '\0')],
  ['text in a numeric column', (text: string) => text.replace(',2,', ',=2,')],
  ['an endless cell', (text: string) => text.replace('30 days.', 'x'.repeat(32_768))],
])('%s is refused', (_, spoil) => {
  const result = encoded('labels-csv');
  const text = 'rows' in result ? (result.rows[0]?.text ?? '') : '';
  expect(format.validate({ path: 'labels.csv', text })).toBeNull();
  expect(spoil(text)).not.toBe(text);
  expect(format.validate({ path: 'labels.csv', text: spoil(text) })).toMatch(/\S/);
});
