import { compareParamsSchema, comparisonSchema } from '#lib/quality/compare-schema.ts';
import { compare } from '#lib/quality/queries/compare.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Two slices side by side: differences with intervals, paired where the same questions were asked.',
  permission: 'quality:read',
  filter: true,
  query: compareParamsSchema,
  answer: comparisonSchema,
  handle: (ctx, { filter, query }) => compare(ctx, filter, query),
});
