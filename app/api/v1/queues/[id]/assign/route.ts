import { z } from 'zod';
import { assignItems } from '#lib/labelling/assign-items.ts';
import { assignedItemsSchema, assignQueueSchema } from '#lib/labelling/queue-report-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Give open items of a queue to one reviewer, or free them for everybody',
  permission: 'queues:manage',
  path: z.object({ id: z.string() }),
  body: assignQueueSchema,
  answer: assignedItemsSchema,
  handle: (ctx, { path, body }) => assignItems(ctx, { queueId: path.id, ...body }),
});
