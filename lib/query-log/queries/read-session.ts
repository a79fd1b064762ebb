import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Paging } from '../cursor.ts';
import { ORIGINS } from '../schema.ts';
import { listQueries, type QueryPage } from './list-queries.ts';

/** The queries of a session in the order in which they were asked, of every origin. Throws `not_found`. */
export async function readSession(
  ctx: Context,
  input: { sessionId: string } & Partial<Pick<Paging, 'limit' | 'cursor'>>,
): Promise<QueryPage> {
  const { sessionId, ...paging } = input;
  const page = await listQueries(ctx, {
    filter: { sessionId: [sessionId], origin: [...ORIGINS] },
    order: 'oldest',
    ...paging,
  });
  if (page.total === 0) throw notFound('The session');
  return page;
}
