import { gapListSchema, gapParamsSchema } from '#lib/quality/gap-schema.ts';
import { listGaps } from '#lib/quality/queries/gaps.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Knowledge gaps: questions that are asked in vain, grouped by what they ask, the most asked first',
  permission: 'quality:read',
  query: gapParamsSchema,
  answer: gapListSchema,
  handle: (ctx, { query }) => listGaps(ctx, query),
});
