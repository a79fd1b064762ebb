import { parse } from 'csv-parse/sync';

const COLUMNS =
  'query_id,started_at,question,answer,verdict,failure,secondary_failure,detail,nothing_to_find,ideal_answer,hits,grades,labels,reviewers,model,truncated';
const NUMERIC = new Set(['hits', 'labels']);

/** What is wrong with a record of the spreadsheet of labels; null where nothing is. */
export function validateLabelsCsv(text: string): string | null {
  if (!text.isWellFormed() || text.includes('\0')) return 'is not well-formed Unicode, or holds NUL';
  let records: string[][];
  try {
    records = parse(text, { relax_column_count: true });
  } catch {
    return 'is not CSV';
  }
  const [cells, second] = records;
  const columns = COLUMNS.split(',');
  if (cells === undefined || second !== undefined) return 'is not one record';
  if (cells.length !== columns.length) return `has ${cells.length} cells for ${columns.length} columns`;
  const wrong = columns.find((name, i) => !isSafe(cells[i] ?? '', NUMERIC.has(name)));
  return wrong === undefined ? null : `${wrong}: a spreadsheet would take it for a formula, or cut it`;
}

function isSafe(cell: string, isNumeric: boolean): boolean {
  if (isNumeric) return /^-?\d+$/.test(cell);
  const start = cell.trimStart().replace(/^["'`\s\ufeff]+/u, '')[0] ?? '';
  const isFormula = '=+-@＝＋－＠'.includes(start) && start !== '';
  const startsOdd = /^[\t\r\n]/.test(cell);
  return (cell.startsWith("'") || !(isFormula || startsOdd)) && cell.length <= 32_767;
}
