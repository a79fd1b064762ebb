import { z } from 'zod';
import { queryRetrieval } from '#lib/quality/queries/query-retrieval.ts';
import { queryRetrievalParamsSchema, queryRetrievalSchema } from '#lib/quality/retrieval-detail-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'The retrieval of one query: every metric, how its hits repeat each other, what MMR would have made of its candidates, and what ranking lost.',
  permission: 'quality:read',
  path: z.object({ id: z.string() }),
  query: queryRetrievalParamsSchema,
  answer: queryRetrievalSchema,
  handle: (ctx, { path, query }) => queryRetrieval(ctx, { ...path, ...query }),
});
