import { z } from 'zod';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import { saveQueue } from '#lib/labelling/save-queue.ts';
import { queueViewSchema, saveQueueSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const GET = defineRoute({
  summary: 'One labelling queue with its progress',
  permission: 'queues:read',
  path,
  answer: queueViewSchema,
  handle: (ctx, { path }) => readQueue(ctx, path.id),
});

export const PATCH = defineRoute({
  summary: 'Change settings, filling rules or guidelines of a queue; what is not named stays',
  permission: 'queues:manage',
  path,
  body: saveQueueSchema.omit({ queueId: true }),
  answer: queueViewSchema,
  handle: (ctx, { path, body }) => saveQueue(ctx, { queueId: path.id, ...body }),
});
