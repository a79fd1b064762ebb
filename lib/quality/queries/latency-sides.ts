import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { DIMENSION_COLUMNS, type FilterSql } from '../../query-log/filter-sql.ts';
import type { Candidate } from './change-candidates.ts';

const latencySchema = z.object({ sides: z.array(z.tuple([z.number().nullable(), z.number()])) });
/** The 95th percentile of the total latency, null without any, and how many queries were timed. */
export type LatencyOf = readonly [p95Ms: number | null, n: number];

/** Sides in pairs, before and after, in the order of the candidates. */
export function latencySides(
  ctx: Context,
  { where, params }: FilterSql,
  candidates: readonly Candidate[],
): Promise<LatencyOf[]> {
  const bound: Record<string, unknown> = { ...params };
  const conditions = candidates.flatMap(({ dimension, value, at }, i) => {
    bound[`at${i}`] = at;
    bound[`value${i}`] = value;
    return [
      `toUnixTimestamp64Milli(q.started_at) < {at${i}:Int64}`,
      `toString(q.${DIMENSION_COLUMNS[dimension]}) = {value${i}:String}`,
    ];
  });
  return quantilesWhere(ctx, { where, params: bound }, conditions);
}

export async function quantilesWhere(
  ctx: Context,
  { where, params }: FilterSql,
  conditions: readonly string[],
): Promise<LatencyOf[]> {
  const sides = conditions.map(
    (condition) =>
      `(quantileExactInclusiveIf(0.95)(q.total_ms, ${condition}), countIf(isNotNull(q.total_ms) AND ${condition}))`,
  );
  const [row] = await ctx.stores.queryLog.rows(
    latencySchema,
    `SELECT [${sides.join(', ')}] AS sides FROM queries AS q WHERE ${where}`,
    params,
  );
  return row?.sides ?? [];
}
