import { disputePageSchema, listDisputesSchema } from '#lib/labelling/agreement-schema.ts';
import { listDisputes } from '#lib/labelling/queries/disputes.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Queries on which somebody has to decide, the one that waits longest first',
  permission: 'queues:manage',
  query: listDisputesSchema,
  answer: disputePageSchema,
  handle: (ctx, { query }) => listDisputes(ctx, query),
});
