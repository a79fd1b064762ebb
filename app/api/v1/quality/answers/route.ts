import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import { answerParamsSchema, seriesSchema } from '#lib/quality/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Answer quality over time: verdicts, kinds of failure, errors, feedback, latency, cost.',
  permission: 'quality:read',
  filter: true,
  query: answerParamsSchema,
  answer: seriesSchema,
  handle: (ctx, { filter, query }) => answerSeries(ctx, filter, query),
});
