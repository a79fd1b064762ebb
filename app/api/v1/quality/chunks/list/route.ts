import { chunkListParamsSchema, chunkListSchema } from '#lib/quality/chunk-health-schema.ts';
import { chunkList } from '#lib/quality/queries/chunk-list.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The known chunks that break one rule of chunk health, a page at a time.',
  permission: 'quality:read',
  filter: true,
  query: chunkListParamsSchema,
  answer: chunkListSchema,
  handle: (ctx, { filter, query }) => chunkList(ctx, filter, query),
});
