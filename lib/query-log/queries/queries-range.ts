import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { NO_FILTER } from '../filter.ts';
import { filterSql } from '../filter-sql.ts';

export interface QueriesRange {
  count: number;
  /** Start of the first and of the last query, ISO 8601; null in an empty project. */
  first: string | null;
  last: string | null;
}

/** How many live and imported queries the project has, and where they lie: what an empty range offers instead. */
export async function queriesRange(ctx: Context): Promise<QueriesRange> {
  requirePermission(ctx, 'queries:read');
  const { where, params } = filterSql(ctx.project, NO_FILTER);
  const [row] = await ctx.stores.queryLog.rows(
    z.object({ count: z.number(), firstMs: z.number(), lastMs: z.number() }),
    `SELECT count() AS count, toUnixTimestamp64Milli(min(q.started_at)) AS firstMs,
       toUnixTimestamp64Milli(max(q.started_at)) AS lastMs FROM queries AS q WHERE ${where}`,
    params,
  );
  if (row === undefined || row.count === 0) return { count: 0, first: null, last: null };
  return {
    count: row.count,
    first: new Date(row.firstMs).toISOString(),
    last: new Date(row.lastMs).toISOString(),
  };
}
