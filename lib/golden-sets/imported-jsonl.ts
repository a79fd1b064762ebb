import { z } from 'zod';
import { AppError } from '../platform/errors.ts';
import { importedQuestion } from './imported-question.ts';
import type { GoldenQuestionInput } from './schema.ts';

/** Questions of a file of JSON lines. Empty lines are left out. Throws `invalid`, with the line. */
export function importedJsonl(text: string): GoldenQuestionInput[] {
  return jsonLines(text).map(({ record, line }) => importedQuestion(record, `Line ${line}`));
}

/** The objects of a file of JSON lines, with the numbers of their lines. */
export function jsonLines(text: string, file = ''): { record: Record<string, unknown>; line: number }[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((content, i) => ({ content, line: i + 1 }))
    .filter(({ content }) => content.trim() !== '')
    .map(({ content, line }) => ({ record: recordOf(content, `${file}Line ${line}`), line }));
}

function recordOf(content: string, where: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new AppError('invalid', `${where}: is not JSON. Each line must hold one object.`, {
      path: 'files',
    });
  }
  const record = z.record(z.string(), z.unknown()).safeParse(json);
  if (record.success) return record.data;
  throw new AppError('invalid', `${where}: is not an object, such as {"question": "..."}.`, {
    path: 'files',
  });
}
