import { dimensionValues } from '#lib/quality/queries/dimension-values.ts';
import { dimensionValuesSchema } from '#lib/quality/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Values of each dimension with their counts, the most frequent first, at most 100.',
  permission: 'quality:read',
  filter: true,
  answer: dimensionValuesSchema,
  handle: (ctx, { filter }) => dimensionValues(ctx, filter),
});
