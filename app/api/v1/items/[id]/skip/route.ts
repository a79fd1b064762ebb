import { z } from 'zod';
import { skipItemSchema, skipResultSchema } from '#lib/labelling/schema.ts';
import { skipItem } from '#lib/labelling/skip-item.ts';
import { conflictOr } from '../../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Leave an item that you hold unlabelled',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  body: skipItemSchema.omit({ itemId: true }),
  answer: skipResultSchema,
  handle: async (ctx, { path, body }) => conflictOr(await skipItem(ctx, { itemId: path.id, ...body })),
});
