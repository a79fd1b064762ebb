import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';
import { trlAnswerSchema, trlPromptSchema, trlToolsSchema } from './trl-turns.ts';

const row = z.strictObject({
  prompt: trlPromptSchema,
  completion: trlAnswerSchema,
  label: z.boolean(),
  tools: trlToolsSchema.optional(),
});

/** What is wrong with a row of TRL's unpaired preference type, conversational; null if nothing. */
export function validateTrlUnpaired(text: string): string | null {
  return jsonRecordProblem(text, row);
}
