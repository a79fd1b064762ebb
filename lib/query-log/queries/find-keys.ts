import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Order, Position } from '../cursor.ts';
import type { FilterSql } from '../filter-sql.ts';

const keySchema = z.object({ id: z.string(), startedAtMs: z.number(), bucketSeconds: z.number() });
/** Where a query lies: its place in a list, and the hour that is part of its primary key. */
export type QueryKey = z.output<typeof keySchema>;

const DIRECTION = { newest: { less: '<', sort: 'DESC' }, oldest: { less: '>', sort: 'ASC' } } as const;

/** The keys of the first `limit` queries that match, strictly after `after` in the order asked. */
export function findKeys(
  ctx: Context,
  condition: FilterSql,
  page: { limit: number; order: Order; after?: Position | undefined },
): Promise<QueryKey[]> {
  const { less, sort } = DIRECTION[page.order];
  const { after } = page;
  const beyond =
    after === undefined
      ? ''
      : `AND (q.started_at, q.query_id) ${less} (fromUnixTimestamp64Milli({afterMs:Int64}), {afterId:String})`;
  return ctx.stores.queryLog.rows(
    keySchema,
    `SELECT q.query_id AS id, toUnixTimestamp64Milli(q.started_at) AS startedAtMs, toUnixTimestamp(q.bucket) AS bucketSeconds
     FROM queries AS q WHERE ${condition.where} ${beyond}
     ORDER BY q.started_at ${sort}, q.query_id ${sort} LIMIT {limit:UInt32}`,
    {
      ...condition.params,
      limit: page.limit,
      ...(after === undefined ? {} : { afterMs: after.startedAtMs, afterId: after.id }),
    },
  );
}
