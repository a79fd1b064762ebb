import { z } from 'zod';
import { pagingSchema } from '#lib/query-log/cursor.ts';
import { readSession } from '#lib/query-log/queries/read-session.ts';
import { pageSchema, queryListItemSchema } from '#lib/query-log/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The queries of a session in the order in which they were asked',
  permission: 'queries:read',
  path: z.object({ id: z.string() }),
  query: pagingSchema.omit({ order: true }),
  answer: pageSchema(queryListItemSchema),
  handle: (ctx, { path: { id }, query }) => readSession(ctx, { sessionId: id, ...query }),
});
