import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Order, Position } from '../cursor.ts';
import type { FilterSql } from '../filter-sql.ts';
import type { MatchExtent } from './match-extent.ts';

const keySchema = z.object({ id: z.string(), startedAtMs: z.number(), bucketSeconds: z.number() });
/** Where a query lies: its place in a list, and the hour that is part of its primary key. */
export type QueryKey = z.output<typeof keySchema>;

interface Page {
  limit: number;
  order: Order;
  after?: Position | undefined;
}
interface Window {
  fromMs: number;
  toMs: number;
}

const DIRECTION = { newest: { less: '<', sort: 'DESC' }, oldest: { less: '>', sort: 'ASC' } } as const;
const DAY_MS = 86_400_000;
const SPARE = 4;

/**
 * The keys of the first `limit` queries that match, strictly after `after` in the order asked. Where `extent`
 * says how densely the matches lie, only the stretch that should hold the page is read, and all of it if not.
 */
export async function findKeys(
  ctx: Context,
  condition: FilterSql,
  page: Page,
  extent?: MatchExtent,
): Promise<QueryKey[]> {
  const window = extent && likelyWindow(page, extent);
  if (window === undefined) return selectKeys(ctx, condition, page);
  const keys = await selectKeys(ctx, condition, page, window);
  return keys.length === page.limit ? keys : selectKeys(ctx, condition, page);
}

/** The stretch in which evenly spread matches would fill the page several times over; none when that is all. */
function likelyWindow({ limit, order, after }: Page, extent: MatchExtent): Window | undefined {
  if (extent.total <= SPARE * limit) return undefined;
  const lengthMs = Math.ceil(((extent.lastMs - extent.firstMs) * SPARE * limit) / extent.total) + 1;
  if (order === 'newest') {
    const toMs = after?.startedAtMs ?? extent.lastMs;
    return { fromMs: toMs - lengthMs, toMs };
  }
  const fromMs = after?.startedAtMs ?? extent.firstMs;
  return { fromMs, toMs: fromMs + lengthMs };
}

function selectKeys(ctx: Context, condition: FilterSql, page: Page, window?: Window): Promise<QueryKey[]> {
  const { less, sort } = DIRECTION[page.order];
  const conditions = [condition.where];
  const params: Record<string, unknown> = { ...condition.params, limit: page.limit };
  if (page.after !== undefined) {
    conditions.push(
      `(q.started_at, q.query_id) ${less} (fromUnixTimestamp64Milli({afterMs:Int64}), {afterId:String})`,
    );
    Object.assign(params, { afterMs: page.after.startedAtMs, afterId: page.after.id });
  }
  if (window !== undefined) {
    // A query keeps the hour under which it first came while its start may still be corrected: hence the day.
    conditions.push(`q.started_at >= fromUnixTimestamp64Milli({windowFrom:Int64})
      AND q.started_at <= fromUnixTimestamp64Milli({windowTo:Int64})
      AND q.bucket >= fromUnixTimestamp64Milli({windowFrom:Int64} - ${DAY_MS})
      AND q.bucket <= fromUnixTimestamp64Milli({windowTo:Int64} + ${DAY_MS})`);
    Object.assign(params, { windowFrom: window.fromMs, windowTo: window.toMs });
  }
  return ctx.stores.queryLog.rows(
    keySchema,
    `SELECT q.query_id AS id, toUnixTimestamp64Milli(q.started_at) AS startedAtMs, toUnixTimestamp(q.bucket) AS bucketSeconds
     FROM queries AS q WHERE ${conditions.join(' AND ')}
     ORDER BY q.started_at ${sort}, q.query_id ${sort} LIMIT {limit:UInt32}`,
    params,
  );
}
