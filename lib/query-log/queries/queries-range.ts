import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { NO_FILTER } from '../filter.ts';
import { filterSql } from '../filter-sql.ts';
import { matchExtent } from './match-extent.ts';

export interface QueriesRange {
  count: number;
  /** Start of the first and of the last query, ISO 8601; null in an empty project. */
  first: string | null;
  last: string | null;
}

/** How many live and imported queries the project has, and where they lie: what an empty range offers instead. */
export async function queriesRange(ctx: Context): Promise<QueriesRange> {
  requirePermission(ctx, 'queries:read');
  const { total, firstMs, lastMs } = await matchExtent(ctx, filterSql(ctx.project, NO_FILTER));
  if (total === 0) return { count: 0, first: null, last: null };
  return { count: total, first: new Date(firstMs).toISOString(), last: new Date(lastMs).toISOString() };
}
