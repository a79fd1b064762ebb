import { z } from 'zod';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { listQueues } from '#lib/labelling/queries/queues.ts';
import { createdQueueSchema, createQueueSchema, queueViewSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Labelling queues with their progress, newest first',
  permission: 'queues:read',
  answer: z.object({ items: z.array(queueViewSchema) }),
  handle: async (ctx) => ({ items: await listQueues(ctx) }),
});

export const POST = defineRoute({
  summary: 'Make a queue from a simple random sample of the queries that match a filter',
  permission: 'queues:manage',
  body: createQueueSchema,
  answer: createdQueueSchema,
  status: 201,
  handle: (ctx, { body }) => createQueue(ctx, body),
});
