import { z } from 'zod';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { listKnowledgeBases } from '#lib/pipeline/queries/knowledge-bases.ts';
import { createKnowledgeBaseSchema, knowledgeBaseViewSchema } from '#lib/pipeline/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The knowledge bases of the project',
  permission: 'knowledge:read',
  answer: z.object({ items: z.array(knowledgeBaseViewSchema) }),
  handle: async (ctx) => ({ items: await listKnowledgeBases(ctx) }),
});

export const POST = defineRoute({
  summary: 'Make a knowledge base',
  permission: 'knowledge:manage',
  body: createKnowledgeBaseSchema,
  answer: z.object({ id: z.string() }),
  status: 201,
  handle: (ctx, { body }) => createKnowledgeBase(ctx, body),
});
