import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';
import { trlAnswerSchema, trlPromptSchema, trlToolsSchema } from './trl-turns.ts';

const row = z
  .strictObject({
    prompt: trlPromptSchema,
    chosen: trlAnswerSchema,
    rejected: trlAnswerSchema,
    tools: trlToolsSchema.optional(),
  })
  .refine(
    ({ chosen, rejected }) => chosen[0].content.trim() !== rejected[0].content.trim(),
    'chosen and rejected are the same',
  );

/** What is wrong with a row of TRL's preference type with an explicit prompt, conversational; null if nothing. */
export function validateTrlPreference(text: string): string | null {
  return jsonRecordProblem(text, row);
}
