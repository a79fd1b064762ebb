import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { FilterSql } from '../filter-sql.ts';

/** How many queries match a condition, and when the first and the last of them started. Zeros where none match. */
const extentSchema = z.object({ total: z.number(), firstMs: z.number(), lastMs: z.number() });
export type MatchExtent = z.output<typeof extentSchema>;

export async function matchExtent(ctx: Context, condition: FilterSql): Promise<MatchExtent> {
  const [row] = await ctx.stores.queryLog.rows(
    extentSchema,
    `SELECT count() AS total, toUnixTimestamp64Milli(min(q.started_at)) AS firstMs,
       toUnixTimestamp64Milli(max(q.started_at)) AS lastMs FROM queries AS q WHERE ${condition.where}`,
    condition.params,
  );
  return row ?? { total: 0, firstMs: 0, lastMs: 0 };
}
