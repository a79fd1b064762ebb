import { z } from 'zod';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { pagingSchema } from '#lib/query-log/cursor.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { pageSchema, queryListItemSchema } from '#lib/query-log/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Queries that match the filters; of question and answer the first 300 characters',
  permission: 'queries:read',
  filter: true,
  query: pagingSchema,
  answer: pageSchema(queryListItemSchema),
  handle: (ctx, { filter, query }) => listQueries(ctx, { filter, ...query }),
});

export const DELETE = defineRoute({
  summary: 'Delete the queries that match the filters, once confirm says how many those are',
  permission: 'queries:delete',
  filter: true,
  query: z.object({ confirm: z.coerce.number().int().min(0).optional() }),
  answer: z.object({ matching: z.number(), deleted: z.number() }),
  handle: (ctx, { filter, query }) => deleteQueries(ctx, { filter }, query.confirm),
});
