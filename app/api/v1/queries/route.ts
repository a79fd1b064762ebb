import { z } from 'zod';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { AppError } from '#lib/platform/errors.ts';
import { pagingSchema } from '#lib/query-log/cursor.ts';
import type { Filter } from '#lib/query-log/filter.ts';
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
  summary:
    'Delete the queries that match the filters, once confirm says how many those are; without a filter only with all=true',
  permission: 'queries:delete',
  filter: true,
  query: z.object({
    confirm: z.coerce.number().int().min(0).optional(),
    all: z.literal('true').optional().describe('All queries are meant, should no filter narrow them.'),
  }),
  answer: z.object({ matching: z.number(), deleted: z.number() }),
  handle: (ctx, { filter, query, request }) => {
    if (query.all === undefined) requireNarrowed(filter, new URL(request.url).searchParams);
    return deleteQueries(ctx, { filter }, query.confirm);
  },
});

/** An empty value, which filters drop, is a variable that a script forgot to set: it must not widen a deletion. */
function requireNarrowed({ tz, k, ...narrowing }: Filter, params: URLSearchParams): void {
  const empty = [...params].find(([, value]) => value === '')?.[0];
  if (empty !== undefined)
    throw new AppError('invalid', `${empty}: has no value. Leave it out, or give all=true.`, { path: empty });
  if (Object.keys(narrowing).length === 0)
    throw new AppError(
      'invalid',
      'Without a filter this deletes every query: give all=true if that is meant.',
      {
        path: 'all',
      },
    );
}
