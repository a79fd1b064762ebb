import { z } from 'zod';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { notFound } from '#lib/platform/errors.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { queryDetailSchema } from '#lib/query-log/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const GET = defineRoute({
  summary: 'Everything known of one query',
  permission: 'queries:read',
  path,
  answer: queryDetailSchema,
  handle: (ctx, { path: { id } }) => readQuery(ctx, id),
});

export const DELETE = defineRoute({
  summary: 'Delete one query',
  permission: 'queries:delete',
  path,
  answer: z.object({ matching: z.number(), deleted: z.number() }),
  handle: async (ctx, { path: { id } }) => {
    const answer = await deleteQueries(ctx, { ids: [id] }, 1);
    if (answer.matching === 0) throw notFound('The query');
    return answer;
  },
});
