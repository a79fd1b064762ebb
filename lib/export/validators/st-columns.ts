import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';

const text = z.string().regex(/\S/, 'is empty');

/**
 * What is wrong with a row of texts for a sentence-transformers loss; null if nothing. Trainers feed columns to the
 * loss in their order, whatever they are called, and every column that is there.
 */
export function stColumnsProblem(line: string, columns: readonly string[]): string | null {
  const problem = jsonRecordProblem(
    line,
    z.strictObject(Object.fromEntries(columns.map((name) => [name, text]))),
  );
  if (problem !== null) return problem;
  const row = z.record(z.string(), z.string()).parse(JSON.parse(line));
  if (Object.keys(row).join() !== columns.join())
    return `has its columns in another order than ${columns.join()}`;
  const texts = Object.values(row).slice(1);
  return new Set(texts).size < texts.length ? 'positive and negative are the same' : null;
}
