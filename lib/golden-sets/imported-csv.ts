import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '../platform/errors.ts';
import { importedQuestion } from './imported-question.ts';
import type { GoldenQuestionInput } from './schema.ts';

const LISTS = /^(requiredFacts|required_facts|facts|relevantIds|relevant_ids|doc_ids|document_ids)$/;

/**
 * Questions of a CSV file with a header. Lists are separated by "|" or line ends; `answerable` is yes, no or empty.
 * Throws `invalid`, with the line.
 */
export function importedCsv(text: string): GoldenQuestionInput[] {
  return recordsOf(text).map(({ record, info }) => {
    const cells = Object.entries(record).map(([name, cell]) => [name.trim(), cellValue(name.trim(), cell)]);
    return importedQuestion(Object.fromEntries(cells), `Line ${info.lines}`);
  });
}

const READING = { bom: true, info: true, skip_empty_lines: true } as const;

function recordsOf(text: string): { record: Record<string, string>; info: { lines: number } }[] {
  try {
    return parse(text, { ...READING, columns: true }) as never;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('invalid', `The file is not CSV with a header: ${csvFault(error, text)}`, {
      path: 'files',
    });
  }
}

/** What csv-parse found wrong, as the end of a sentence that says where. */
function csvFault(error: CsvError, text: string): string {
  const line = Number(error.lines);
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `the row that begins in line ${lastRowBegin(text, error)} opens a quote that is never closed.`;
    case 'INVALID_OPENING_QUOTE':
      return `line ${line} has a quote in the middle of a value. Put the whole value in quotes, and double those in it.`;
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return `line ${line} has text behind a closing quote. Double the quotes inside a value.`;
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return `line ${line} has more or fewer values than the header. Put values with commas in quotes.`;
    default:
      return `${error.message}.`;
  }
}

/** The line behind the last whole row. csv-parse names the last line of the file: it looks for the quote until there. */
function lastRowBegin(text: string, { columns, records }: CsvError): number {
  const isHeader = !Array.isArray(columns);
  const whole = isHeader
    ? []
    : (parse(text, { ...READING, relax_column_count: true, to: Number(records) + 1 }) as unknown as {
        info: { lines: number };
      }[]);
  return 1 + (whole.at(-1)?.info.lines ?? 0);
}

function cellValue(name: string, cell: string): unknown {
  const text = cell.trim();
  if (LISTS.test(name)) return text.split(/\s*(?:\||\r?\n)\s*/).filter((item) => item !== '');
  if (name !== 'answerable') return cell;
  if (/^(yes|true|1)$/i.test(text)) return true;
  if (/^(no|false|0)$/i.test(text)) return false;
  return text === '' ? undefined : text;
}
