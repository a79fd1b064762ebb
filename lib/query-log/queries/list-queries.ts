import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { decodeCursor, encodeCursor, type Paging, pagingSchema } from '../cursor.ts';
import type { Filter } from '../filter.ts';
import type { QueryListItem } from '../schema.ts';
import { blindQueries } from './blind-queries.ts';
import { filterCondition } from './filter-condition.ts';
import { findKeys, type QueryKey } from './find-keys.ts';
import { itemRowSchema, itemSelect, LIST_TEXT_LENGTH, toListItem } from './item-row.ts';
import { matchExtent } from './match-extent.ts';

export interface QueryPage {
  items: QueryListItem[];
  nextCursor: string | null;
  /** How many queries match, on all pages together. */
  total: number;
}

/**
 * A page of the queries that match, by start and then id. Question and answer are cut to 300 characters.
 * The keys are found first and the columns read for those rows only. Throws `invalid` for a wrong cursor.
 */
export async function listQueries(
  ctx: Context,
  input: { filter: Filter } & Partial<Paging>,
): Promise<QueryPage> {
  requirePermission(ctx, 'queries:read');
  const { limit, order, cursor } = pagingSchema.parse({
    limit: input.limit,
    order: input.order,
    cursor: input.cursor,
  });
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const condition = await filterCondition(ctx, input.filter);
  const extent = await matchExtent(ctx, condition);
  const keys = await findKeys(ctx, condition, { limit: limit + 1, order, after }, extent);
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await itemsOf(ctx, shown),
    nextCursor: keys.length > limit && last !== undefined ? encodeCursor(last) : null,
    total: extent.total,
  };
}

/** How many queries match the filter, to the eyes of a person: by default of the one who asks. */
export async function countQueries(ctx: Context, filter: Filter, personId?: string): Promise<number> {
  requirePermission(ctx, 'queries:read');
  return (await matchExtent(ctx, await filterCondition(ctx, filter, personId))).total;
}

async function itemsOf(ctx: Context, keys: readonly QueryKey[]): Promise<QueryListItem[]> {
  if (keys.length === 0) return [];
  const ids = keys.map((key) => key.id);
  const [rows, blind] = await Promise.all([
    ctx.stores.queryLog.rows(itemRowSchema, itemSelect(LIST_TEXT_LENGTH), {
      project: ctx.project.id,
      buckets: [...new Set(keys.map((key) => key.bucketSeconds))],
      ids,
    }),
    blindQueries(ctx, ids),
  ]);
  const byId = new Map(rows.map((row) => [row.query_id, toListItem(row, blind.has(row.query_id))]));
  // A query deleted between the two steps is left out.
  return ids.flatMap((id) => byId.get(id) ?? []);
}
