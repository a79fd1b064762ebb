import { z } from 'zod';
import { releaseItem } from '#lib/labelling/release-item.ts';
import { releaseItemSchema, releaseResultSchema } from '#lib/labelling/schema.ts';
import { conflictOr } from '../../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Give an item that you hold back for others',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  body: releaseItemSchema.omit({ itemId: true }),
  answer: releaseResultSchema,
  handle: async (ctx, { path, body }) => conflictOr(await releaseItem(ctx, { itemId: path.id, ...body })),
});
