import { z } from 'zod';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import { queueViewSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'One labelling queue with its progress',
  permission: 'queues:read',
  path: z.object({ id: z.string() }),
  answer: queueViewSchema,
  handle: (ctx, { path }) => readQueue(ctx, path.id),
});
