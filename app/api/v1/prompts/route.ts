import { z } from 'zod';
import { listPrompts, promptViewSchema } from '#lib/pipeline/queries/prompts.ts';
import { savePrompt } from '#lib/pipeline/save-prompt.ts';
import { savePromptSchema } from '#lib/pipeline/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The system prompts that questions can be answered with',
  permission: 'knowledge:read',
  answer: z.object({ items: z.array(promptViewSchema) }),
  handle: async (ctx) => ({ items: await listPrompts(ctx) }),
});

export const POST = defineRoute({
  summary: 'Keep a system prompt as the next version of its name',
  permission: 'knowledge:manage',
  body: savePromptSchema,
  answer: z.object({ promptVersion: z.string() }),
  status: 201,
  handle: (ctx, { body }) => savePrompt(ctx, body),
});
