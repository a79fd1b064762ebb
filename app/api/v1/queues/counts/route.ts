import { listQueueCounts } from '#lib/labelling/queries/queue-counts.ts';
import { queueCountsListSchema } from '#lib/labelling/queue-report-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'How far all queues are at this moment: light, for asking again and again',
  permission: 'queues:read',
  answer: queueCountsListSchema,
  handle: async (ctx) => ({ items: await listQueueCounts(ctx) }),
});
