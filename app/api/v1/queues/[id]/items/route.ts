import { z } from 'zod';
import { addQueueItems } from '#lib/labelling/add-queue-items.ts';
import { addedItemsSchema, addQueueItemsSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Add hand-picked queries to a queue',
  permission: 'queues:manage',
  path: z.object({ id: z.string() }),
  body: addQueueItemsSchema.omit({ queueId: true }),
  answer: addedItemsSchema,
  handle: (ctx, { path, body }) => addQueueItems(ctx, { queueId: path.id, ...body }),
});
