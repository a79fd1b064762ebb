import { z } from 'zod';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { deleteKnowledgeBase } from '#lib/pipeline/delete-knowledge-base.ts';
import { readKnowledgeBase } from '#lib/pipeline/queries/knowledge-bases.ts';
import { saveKnowledgeBase } from '#lib/pipeline/save-knowledge-base.ts';
import { knowledgeBaseViewSchema, saveKnowledgeBaseSchema } from '#lib/pipeline/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const GET = defineRoute({
  summary: 'A knowledge base, and how far its newest index is',
  permission: 'knowledge:read',
  path,
  answer: knowledgeBaseViewSchema,
  handle: (ctx, input) => readKnowledgeBase(ctx, input.path.id),
});

export const PATCH = defineRoute({
  summary: 'Change how a knowledge base is chunked, embedded, searched and answered from',
  permission: 'knowledge:manage',
  path,
  body: saveKnowledgeBaseSchema,
  answer: z.object({ status: z.literal('saved') }),
  handle: (ctx, input) => saveKnowledgeBase(ctx, { id: input.path.id, ...input.body }),
});

export const DELETE = defineRoute({
  summary: 'Delete a knowledge base with its documents and indices',
  permission: 'knowledge:manage',
  path,
  answer: z.object({ status: z.literal('deleted') }),
  handle: (ctx, input) => deleteKnowledgeBase(ctx, connectedProviders, input.path),
});
