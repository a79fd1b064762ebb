import { z } from 'zod';
import { runQueueRules } from '#lib/labelling/run-queue-rules.ts';
import { filledQueueSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Run the filling rules of a queue over what arrived since their last run',
  permission: 'queues:manage',
  path: z.object({ id: z.string() }),
  answer: filledQueueSchema,
  handle: (ctx, { path }) => runQueueRules(ctx, { queueId: path.id }),
});
