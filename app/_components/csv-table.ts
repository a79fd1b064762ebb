import { stringify } from 'csv-stringify/browser/esm/sync';

export type CsvValue = string | number | boolean | null;

/** The numbers behind a chart or table, as a file holds them: a name for each column, then its rows. */
export interface CsvTable {
  columns: readonly string[];
  rows: readonly (readonly CsvValue[])[];
}

/**
 * The table as CSV (RFC 4180, UTF-8 with its mark). Logged text is hostile: a cell that a spreadsheet would run as a
 * formula is preceded by an apostrophe; numbers stay numbers.
 */
export function csvText({ columns, rows }: CsvTable): string {
  const cell = (value: CsvValue) => (typeof value === 'string' ? withoutBreakout(value) : value);
  return stringify([columns.map(withoutBreakout), ...rows.map((row) => row.map(cell))], {
    bom: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
    cast: { boolean: (value) => (value ? 'true' : 'false') },
  });
}

/** Spreadsheets drop white space before they look for a formula. */
function withoutBreakout(text: string): string {
  return /^\s+[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}

/** "Zero-hit rate, by model" -> "zero-hit-rate-by-model.csv" */
export function csvFileName(title: string): string {
  const name = title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${name || 'table'}.csv`;
}
