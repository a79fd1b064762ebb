import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';

const text = z.string().regex(/\S/, 'is empty');
const content = z.union([text, z.array(z.strictObject({ type: z.literal('text'), text })).min(1)]);
const call = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string().regex(/^[\w-]{1,64}$/), arguments: z.string() }),
});
const turn = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer', 'user']), content, name: z.string().optional() }),
  z
    .strictObject({
      role: z.literal('assistant'),
      content: content.nullish(),
      name: z.string().optional(),
      tool_calls: z.array(call).min(1).optional(),
    })
    .refine((message) => message.content != null || message.tool_calls, 'has neither content nor tool calls'),
  z.strictObject({ role: z.literal('tool'), content, tool_call_id: z.string().min(1) }),
]);
const output = z.tuple([z.strictObject({ role: z.literal('assistant'), content: text })]);

const line = z
  .strictObject({
    input: z.strictObject({
      messages: z
        .array(turn)
        .min(1)
        .refine((turns) => turns.at(-1)?.role !== 'assistant', 'ends with an assistant turn'),
      tools: z.array(z.looseObject({ type: z.literal('function') })).optional(),
      parallel_tool_calls: z.boolean().optional(),
    }),
    preferred_output: output,
    non_preferred_output: output,
  })
  .refine(
    (row) => row.preferred_output[0].content.trim() !== row.non_preferred_output[0].content.trim(),
    'both outputs are the same',
  );

/** What is wrong with a line of an OpenAI preference file; null where nothing is. */
export function validateOpenaiPreference(row: string): string | null {
  return jsonRecordProblem(row, line);
}
