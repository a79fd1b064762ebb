import { z } from 'zod';
import { addDocuments } from '#lib/pipeline/add-documents.ts';
import { listDocuments } from '#lib/pipeline/queries/documents.ts';
import { readKnowledgeBase } from '#lib/pipeline/queries/knowledge-bases.ts';
import { documentViewSchema, uploadAnswerSchema } from '#lib/pipeline/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';
import { readUpload } from '../../../../../_server/read-upload.ts';

const path = z.object({ id: z.string() });

export const GET = defineRoute({
  summary: 'The documents of a knowledge base by name',
  permission: 'knowledge:read',
  path,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.string().max(500).optional(),
  }),
  answer: z.object({
    items: z.array(documentViewSchema),
    nextCursor: z.string().nullable(),
    total: z.number(),
  }),
  handle: (ctx, input) =>
    listDocuments(ctx, { baseId: input.path.id, limit: input.query.limit, after: input.query.cursor }),
});

export const POST = defineRoute({
  summary: 'Upload Markdown, HTML, text or PDF as multipart/form-data, each in a field called files',
  permission: 'knowledge:manage',
  path,
  answer: uploadAnswerSchema,
  handle: async (ctx, input) => {
    // Before the body, so that nobody sends megabytes to a base that is not there.
    const { id } = await readKnowledgeBase(ctx, input.path.id);
    return addDocuments(ctx, { baseId: id, files: await readUpload(input.request) });
  },
});
