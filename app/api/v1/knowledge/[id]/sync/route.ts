import { z } from 'zod';
import { uploadAnswerSchema } from '#lib/pipeline/schema.ts';
import { syncFolder } from '#lib/pipeline/sync-folder.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Read the folder of a knowledge base again',
  permission: 'knowledge:manage',
  path: z.object({ id: z.string() }),
  answer: uploadAnswerSchema.extend({ removed: z.number() }),
  handle: (ctx, { path }) => syncFolder(ctx, { baseId: path.id }),
});
