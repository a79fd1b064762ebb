import { z } from 'zod';
import { jsonRecordProblem } from './json-record.ts';

const content = z.union([
  z.string().min(1),
  z.array(z.strictObject({ type: z.literal('text'), text: z.string().min(1) })).min(1),
]);
const name = z.string().regex(/^[^\s<|\\/>]{1,64}$/);
const functionName = z.string().regex(/^[\w-]{1,64}$/);
const callId = z.string().min(1);
const toolCall = z.strictObject({
  id: callId,
  type: z.literal('function'),
  function: z.strictObject({ name: functionName, arguments: z.string() }),
});

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer', 'user']), content, name: name.optional() }),
  z
    .strictObject({
      role: z.literal('assistant'),
      content: content.nullish(),
      name: name.optional(),
      tool_calls: z.array(toolCall).min(1).optional(),
      weight: z.union([z.literal(0), z.literal(1)]).optional(),
    })
    .refine(
      (turn) => turn.content != null || turn.tool_calls !== undefined,
      'has neither content nor tool calls',
    ),
  z.strictObject({ role: z.literal('tool'), content, tool_call_id: callId }),
]);
type Message = z.output<typeof message>;

const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: functionName,
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullish(),
  }),
});

const line = z.strictObject({
  messages: z.array(message).min(2).superRefine(checkTurns),
  tools: z.array(tool).min(1).optional(),
  parallel_tool_calls: z.boolean().optional(),
});

/** There is a turn to learn at the end, something it answers, and every tool call has its result behind it. */
function checkTurns(messages: readonly Message[], ctx: z.RefinementCtx): void {
  const refuse = (i: number, problem: string) =>
    ctx.addIssue({ code: 'custom', path: [i], message: problem });
  const last = messages.at(-1);
  if (last?.role !== 'assistant') refuse(messages.length - 1, 'the last message must be the assistant’s');
  else if (last.weight === 0) refuse(messages.length - 1, 'the last message has weight 0: nothing to learn');
  let open = new Set<string>();
  messages.forEach((turn, i) => {
    if (turn.role === 'tool') {
      if (!open.delete(turn.tool_call_id)) refuse(i, 'answers no tool call before it');
      return;
    }
    if (open.size > 0) refuse(i, 'comes before the results of the tool calls above');
    open = new Set(turn.role === 'assistant' ? turn.tool_calls?.map((call) => call.id) : []);
  });
}

/**
 * What is wrong with a line of an OpenAI chat training file; null where nothing is. Source: the supervised
 * fine-tuning format of OpenAI and the servers compatible with it, text only.
 */
export function validateOpenaiChat(text: string): string | null {
  return jsonRecordProblem(text, line);
}
