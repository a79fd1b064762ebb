import { stringify } from 'csv-stringify/sync';
import type { ColumnType, EncodedExample, ExportFormat } from '../format.ts';
import type { TrainingExample } from '../training-example.ts';
import { validateLabelsCsv } from '../validators/labels-csv.ts';
import { spreadsheetCell } from './spreadsheet-cell.ts';

const PATH = 'labels.csv';
/** Without it Excel reads UTF-8 as the machine's old code page. */
const BYTE_ORDER_MARK = '\ufeff';
type Cell = string | number | null;

/** The columns in their order. Texts come from people and models, so every one goes through `spreadsheetCell`. */
const CELLS: Record<string, (example: TrainingExample) => Cell> = {
  query_id: (example) => example.queryId,
  started_at: (example) => example.startedAt,
  question: (example) => example.question,
  answer: (example) => example.answer,
  verdict: (example) => example.verdict,
  failure: (example) => example.failure,
  secondary_failure: (example) => example.secondaryFailure,
  detail: (example) => example.detail,
  nothing_to_find: (example) => yesOrNo(example.nothingToFind),
  ideal_answer: (example) => example.idealAnswer,
  hits: (example) => example.hits.length,
  grades: (example) => example.hits.map(({ grade }) => grade ?? '?').join(' '),
  labels: (example) => example.labelCount,
  reviewers: (example) => example.reviewers.join(', '),
  model: (example) => example.model,
  truncated: (example) => yesOrNo(example.isTruncated),
};

export const LABELS_CSV_COLUMNS = Object.keys(CELLS);
const NUMBERS = new Set(['hits', 'labels']);
const COLUMNS = Object.fromEntries(
  LABELS_CSV_COLUMNS.map((name): [string, ColumnType] => [name, NUMBERS.has(name) ? 'int64' : 'string']),
);

export const labelsCsv: ExportFormat = {
  id: 'labels-csv',
  title: 'Spreadsheet of labels (CSV)',
  purpose: 'reading',
  needs: 'A label.',
  hasPrompt: false,
  files: [
    {
      path: PATH,
      header: BYTE_ORDER_MARK + LABELS_CSV_COLUMNS.join(','),
      load: { config: 'default', columns: COLUMNS },
    },
  ],
  encode: encodeLabelsCsv,
  validate: ({ text }) => validateLabelsCsv(text),
};

/** One record with what was asked, answered and found of it; disputed and cut queries too, for it trains nothing. */
export function encodeLabelsCsv(example: TrainingExample): EncodedExample {
  if (example.verdict === null) return { excluded: 'no_label' };
  const cells = Object.values(CELLS).map((cell) => {
    const value = cell(example);
    return typeof value === 'string' ? spreadsheetCell(value) : value;
  });
  const text = stringify([cells], { quoted_match: /[\r\n]/, eof: false });
  return { rows: [{ path: PATH, text }], source: null };
}

function yesOrNo(value: boolean | null): string | null {
  if (value === null) return null;
  return value ? 'yes' : 'no';
}
