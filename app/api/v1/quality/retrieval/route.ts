import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import { retrievalParamsSchema, seriesSchema } from '#lib/quality/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'Retrieval quality over time: zero-hit rate, hits, scores, precision, hit rate, nDCG and MRR at k, latency.',
  permission: 'quality:read',
  filter: true,
  query: retrievalParamsSchema,
  answer: seriesSchema,
  handle: (ctx, { filter, query }) => retrievalSeries(ctx, filter, query),
});
