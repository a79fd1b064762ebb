import { overviewSchema } from '#lib/quality/overview-schema.ts';
import { overview } from '#lib/quality/queries/overview.ts';
import { trafficParamsSchema } from '#lib/quality/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The first page: quadrant, traffic, what changed, and how far labelling is.',
  permission: 'quality:read',
  filter: true,
  query: trafficParamsSchema,
  answer: overviewSchema,
  handle: (ctx, { filter, query }) => overview(ctx, filter, query),
});
