import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';

const text = z.string().regex(/\S/, 'is empty');
const row = z.strictObject({ query: text, passage: text, label: z.union([z.literal(0), z.literal(1)]) });

/** What is wrong with a row for a cross-encoder with a binary loss; null if nothing. */
export function validateReranker(line: string): string | null {
  return jsonRecordProblem(line, row);
}
