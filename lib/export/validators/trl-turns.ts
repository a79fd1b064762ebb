import { z } from 'zod';

const text = z.string().regex(/\S/, 'is empty');
const turn = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: text }),
  z.strictObject({ role: z.literal('user'), content: text }),
  z.strictObject({
    role: z.literal('tool'),
    content: z.string(),
    name: z.string().min(1).optional(),
    tool_call_id: z.string(),
  }),
  z
    .strictObject({
      role: z.literal('assistant'),
      content: z.string().optional(),
      tool_calls: z
        .array(
          z.strictObject({
            id: z.string().optional(),
            type: z.literal('function'),
            // An object, where OpenAI has a string: chat templates write it out themselves.
            function: z.strictObject({
              name: z.string().min(1),
              arguments: z.record(z.string(), z.unknown()),
            }),
          }),
        )
        .min(1)
        .optional(),
    })
    .refine(({ content, tool_calls }) => content || tool_calls, 'has neither content nor tool calls'),
]);

/** Turns that a chat template shows before it lets the assistant speak. */
export const trlPromptSchema = z
  .array(turn)
  .min(1)
  .refine(
    (turns) => ['user', 'tool'].includes(turns.at(-1)?.role ?? ''),
    'does not end with a user or a tool',
  );

/** The one turn to learn, or not to. */
export const trlAnswerSchema = z.tuple([z.strictObject({ role: z.literal('assistant'), content: text })]);

/** A whole conversation in which every assistant turn is learnt, so that there may be one only. */
export const trlMessagesSchema = z
  .array(turn)
  .min(2)
  .refine((turns) => turns.at(-1)?.role === 'assistant', 'does not end with an assistant')
  .refine(
    (turns) => turns.filter(({ role }) => role === 'assistant').length === 1,
    'has an assistant turn that nobody judged',
  );

export const trlToolsSchema = z
  .array(
    z.looseObject({
      type: z.literal('function'),
      function: z.looseObject({ name: z.string().min(1) }),
    }),
  )
  .min(1);
