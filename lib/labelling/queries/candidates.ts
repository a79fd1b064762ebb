import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { filterSql } from '../../query-log/filter-sql.ts';

export interface Candidates {
  /** One more than wanted, if there are as many, in the order of `u`. */
  first: { id: string; u: number; v: number }[];
  /** How many queries match. */
  total: number;
}

const IDS_A_STATEMENT = 500;

/** The candidates of a simple random sample of `size` queries that match the filter. */
export async function readCandidates(ctx: Context, filter: Filter, size: number): Promise<Candidates> {
  if (size === 0) return { first: [], total: 0 };
  const { where, params } = filterSql(ctx.project, filter);
  const [first, [counted]] = await Promise.all([
    ctx.stores.queryLog.rows(
      z.object({ id: z.string(), u: z.number(), v: z.number() }),
      `SELECT q.query_id AS id, q.u AS u, q.v AS v FROM queries AS q WHERE ${where}
       ORDER BY q.u, q.query_id LIMIT {first:UInt32}`,
      { ...params, first: size + 1 },
    ),
    ctx.stores.queryLog.rows(
      z.object({ total: z.number() }),
      `SELECT count() AS total FROM queries AS q WHERE ${where}`,
      params,
    ),
  ]);
  return { first, total: Math.max(counted?.total ?? 0, first.length) };
}

/** Which of these queries match the filter. */
export async function readMatching(
  ctx: Context,
  filter: Filter,
  queryIds: readonly string[],
): Promise<Set<string>> {
  const { where, params } = filterSql(ctx.project, filter);
  const matching = new Set<string>();
  for (let from = 0; from < queryIds.length; from += IDS_A_STATEMENT) {
    const rows = await ctx.stores.queryLog.rows(
      z.object({ id: z.string() }),
      `SELECT q.query_id AS id FROM queries AS q WHERE ${where} AND q.query_id IN {sample:Array(String)}`,
      { ...params, sample: queryIds.slice(from, from + IDS_A_STATEMENT) },
    );
    for (const { id } of rows) matching.add(id);
  }
  return matching;
}
