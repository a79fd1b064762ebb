import { z } from 'zod';
import { listIndices } from '#lib/pipeline/queries/knowledge-bases.ts';
import { indexViewSchema } from '#lib/pipeline/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The indices of a knowledge base, the newest first',
  permission: 'knowledge:read',
  path: z.object({ id: z.string() }),
  answer: z.object({ items: z.array(indexViewSchema) }),
  handle: async (ctx, { path }) => ({ items: await listIndices(ctx, path.id) }),
});
