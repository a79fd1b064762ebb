import { z } from 'zod';
import { tagQueries, tagQueriesSchema } from '#lib/ingest/tag-queries.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Add tags to queries, and remove tags that were added later',
  permission: 'queries:tag',
  body: tagQueriesSchema,
  answer: z.object({ tagged: z.number() }),
  handle: (ctx, { body }) => tagQueries(ctx, body),
});
