import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvFileName, csvText } from '../../../app/_components/csv-table.ts';

const parsed = (text: string) => parse(text, { bom: true, record_delimiter: '\r\n' }) as string[][];

test('a table is read back as it was', () => {
  const text = csvText({
    columns: ['a', 'b'],
    rows: [
      ['x, "y"\nz', -1.5],
      [null, true],
    ],
  });
  expect(text.startsWith('\uFEFFa,b\r\n')).toBe(true);
  expect(parsed(text)).toEqual([
    ['a', 'b'],
    ['x, "y"\nz', '-1.5'],
    ['', 'true'],
  ]);
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  ' =1',
  '\n=1',
  '\r=1',
  '\uFF1D1',
  '=HYPERLINK("http://x","y")',
])('a spreadsheet does not run %j', (formula) => {
  const [header, row] = parsed(csvText({ columns: [formula], rows: [[formula]] }));
  expect([header?.[0]?.[0], row?.[0]?.[0]]).toEqual(["'", "'"]);
});

test('numbers stay numbers, also below zero', () => {
  expect(parsed(csvText({ columns: ['n'], rows: [[-3]] }))[1]).toEqual(['-3']);
});

test('a file is named after its chart', () => {
  expect(csvFileName('Zero-hit rate: Größe, by model')).toBe('zero-hit-rate-gro-e-by-model.csv');
  expect(csvFileName('…')).toBe('table.csv');
});
