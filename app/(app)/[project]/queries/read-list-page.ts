import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { encodeCursor, type Order, pagingSchema } from '#lib/query-log/cursor.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import type { QueryListItem } from '#lib/query-log/schema.ts';
import type { PageFilter } from '../../../_server/page-filter.ts';

export interface ListPage {
  items: QueryListItem[];
  total: number;
  order: Order;
  /** Value of `before` for the page before this one, and of `cursor` for the one after; null where there is none. */
  before: string | null;
  after: string | null;
}

const LIMIT = 50;

/**
 * The page of the list that the URL names: `cursor` begins after a query, `before` ends before one. A place that
 * is not one of this list is left out with a notice.
 */
export async function readListPage(ctx: Context, page: PageFilter): Promise<ListPage> {
  const { filter, notices, rest } = page;
  const order: Order = rest.order === 'oldest' ? 'oldest' : 'newest';
  try {
    if (rest.before !== undefined) return await pageBefore(ctx, filter, order, rest.before);
    return await pageAfter(ctx, filter, order, rest.cursor);
  } catch (error) {
    const isWrongPlace = error instanceof AppError && error.kind === 'invalid';
    if (!isWrongPlace) throw error;
    notices.push('The place in the list is not one that this list gave; its beginning is shown.');
    return pageAfter(ctx, filter, order, undefined);
  }
}

async function pageAfter(
  ctx: Context,
  filter: PageFilter['filter'],
  order: Order,
  cursor: string | undefined,
): Promise<ListPage> {
  const paging = pagingSchema.parse({ limit: LIMIT, order, cursor });
  const { items, nextCursor, total } = await listQueries(ctx, { filter, ...paging });
  return {
    items,
    total,
    order,
    before: cursor === undefined ? null : placeOf(items.at(0)),
    after: nextCursor,
  };
}

/** The same list read the other way round from the place, and turned. A short page is filled up from below. */
async function pageBefore(
  ctx: Context,
  filter: PageFilter['filter'],
  order: Order,
  before: string,
): Promise<ListPage> {
  const paging = pagingSchema.parse({
    limit: LIMIT,
    order: order === 'newest' ? 'oldest' : 'newest',
    cursor: before,
  });
  const turned = await listQueries(ctx, { filter, ...paging });
  if (turned.nextCursor === null) return pageAfter(ctx, filter, order, undefined);
  const items = turned.items.toReversed();
  return { items, total: turned.total, order, before: placeOf(items.at(0)), after: placeOf(items.at(-1)) };
}

function placeOf(item: QueryListItem | undefined): string | null {
  return item === undefined ? null : encodeCursor({ startedAtMs: Date.parse(item.startedAt), id: item.id });
}
