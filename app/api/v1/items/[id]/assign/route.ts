import { z } from 'zod';
import { assignItems } from '#lib/labelling/assign-items.ts';
import { assignedItemsSchema, assignItemsSchema } from '#lib/labelling/queue-report-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Give an open item to one reviewer, or free it for everybody',
  permission: 'queues:manage',
  path: z.object({ id: z.string() }),
  body: assignItemsSchema,
  answer: assignedItemsSchema,
  handle: (ctx, { path, body }) => assignItems(ctx, { itemId: path.id, ...body }),
});
