import { z } from 'zod';
import { readQueueCounts } from '#lib/labelling/queries/queue-counts.ts';
import { queueCountsSchema } from '#lib/labelling/queue-report-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'How far a queue is at this moment: light, for asking again and again',
  permission: 'queues:read',
  path: z.object({ id: z.string() }),
  answer: queueCountsSchema,
  handle: (ctx, { path }) => readQueueCounts(ctx, path.id),
});
