import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';

const id = z.string().regex(/^[^\s]+$/, 'is no id');
const text = z.string().regex(/\S/, 'is empty');
const grade = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
const document = z.strictObject({
  _id: id,
  title: z.string(),
  text,
  metadata: z.record(z.string(), z.unknown()),
});
const question = z.strictObject({ _id: id, text });
const judgement = z.strictObject({ 'query-id': id, 'corpus-id': id, score: grade });

/** What is wrong with a row of a BEIR folder; null if nothing. */
export function validateBeir({ path, text: line }: { path: string; text: string }): string | null {
  if (path === 'corpus.jsonl') return jsonRecordProblem(line, document);
  if (path === 'queries.jsonl') return jsonRecordProblem(line, question);
  if (/^qrels\/\w+\.jsonl$/.test(path)) return jsonRecordProblem(line, judgement);
  if (!/^qrels\/\w+\.tsv$/.test(path)) return 'is in a file that the format does not have';
  return /^[^\s]+\t[^\s]+\t[0-3]$/.test(line) ? null : 'is not an id, an id and a grade between tabs';
}
