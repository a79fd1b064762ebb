import { z } from 'zod';
import { deleteDocument } from '#lib/pipeline/delete-document.ts';
import { documentChunksSchema, readDocument } from '#lib/pipeline/queries/documents.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const GET = defineRoute({
  summary: 'A document of a knowledge base with its text and the chunks that the current index has of it',
  permission: 'knowledge:read',
  path,
  answer: documentChunksSchema,
  handle: (ctx, input) => readDocument(ctx, input.path.id),
});

export const DELETE = defineRoute({
  summary: 'Take a document out of its knowledge base; questions see it until the next index',
  permission: 'knowledge:manage',
  path,
  answer: z.object({ status: z.literal('deleted') }),
  handle: (ctx, input) => deleteDocument(ctx, input.path),
});
