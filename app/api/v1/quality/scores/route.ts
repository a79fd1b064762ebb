import { scoreParamsSchema, scoreSeries, scoreSeriesSchema } from '#lib/quality/queries/score-series.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Answer scores over time: means by name and source',
  permission: 'quality:read',
  filter: true,
  query: scoreParamsSchema,
  answer: scoreSeriesSchema,
  handle: (ctx, { filter, query }) => scoreSeries(ctx, filter, query),
});
