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

function recordsOf(text: string): { record: Record<string, string>; info: { lines: number } }[] {
  try {
    return parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true }) as never;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('invalid', `The file is not CSV with a header: ${error.message}.`, { path: 'files' });
  }
}

function cellValue(name: string, cell: string): unknown {
  const text = cell.trim();
  if (LISTS.test(name)) return text.split(/\s*(?:\||\r?\n)\s*/).filter((item) => item !== '');
  if (name !== 'answerable') return cell;
  if (/^(yes|true|1)$/i.test(text)) return true;
  if (/^(no|false|0)$/i.test(text)) return false;
  return text === '' ? undefined : text;
}
