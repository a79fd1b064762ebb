import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';
import { trlAnswerSchema, trlMessagesSchema, trlPromptSchema, trlToolsSchema } from './trl-turns.ts';

const tools = trlToolsSchema.optional();
const SCHEMAS = {
  'prompt-completion': z.strictObject({ prompt: trlPromptSchema, completion: trlAnswerSchema, tools }),
  messages: z.strictObject({ messages: trlMessagesSchema, tools }),
};

/** What is wrong with a row of TRL's language modelling or prompt-completion type, conversational; null if nothing. */
export function validateTrlSft({ path, text }: { path: string; text: string }): string | null {
  const folder = path.split('/')[0];
  if (folder !== 'prompt-completion' && folder !== 'messages')
    return 'is in a file that the format does not have';
  return jsonRecordProblem(text, SCHEMAS[folder]);
}
