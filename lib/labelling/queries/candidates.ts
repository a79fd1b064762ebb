import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Params } from '../../platform/query-log-store.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import type { Window } from '../filling-window.ts';
import { type RatedRule, weightSql } from './rule-weights.ts';

export interface Candidate {
  id: string;
  u: number;
  v: number;
  o: number;
  /** The rate at which the rules want it: the highest among those that match. */
  w: number;
}

export interface Candidates {
  /** One more than wanted, if there are as many, in the order of u / w. */
  first: Candidate[];
  /** How many queries match a rule. */
  total: number;
}

const IDS_A_STATEMENT = 500;
const candidateSchema = z.object({
  id: z.string(),
  u: z.number(),
  v: z.number(),
  o: z.number(),
  w: z.number(),
});

/** The first `size` + 1 queries of the window, in the order in which the rules select them. */
export async function readCandidates(
  ctx: Context,
  rules: readonly RatedRule[],
  window: Window | undefined,
  size: number,
): Promise<Candidates> {
  if (size === 0) return { first: [], total: 0 };
  const { weighted, params } = await weightedQueries(ctx, rules, window);
  const [first, [counted]] = await Promise.all([
    ctx.stores.queryLog.rows(
      candidateSchema,
      `SELECT id, u, v, o, w FROM (${weighted}) WHERE w > 0 AND u <= w ORDER BY u / w, id LIMIT {first:UInt32}`,
      { ...params, first: size + 1 },
    ),
    ctx.stores.queryLog.rows(
      z.object({ total: z.number() }),
      `SELECT count() AS total FROM (${weighted}) WHERE w > 0`,
      params,
    ),
  ]);
  return { first, total: Math.max(counted?.total ?? 0, first.length) };
}

/** The rates of those of these queries that lie in the window and match a rule. */
export async function readRates(
  ctx: Context,
  rules: readonly RatedRule[],
  window: Window | undefined,
  queryIds: readonly string[],
): Promise<Map<string, number>> {
  const { weighted, params } = await weightedQueries(
    ctx,
    rules,
    window,
    'q.query_id IN {sample:Array(String)}',
  );
  const rates = new Map<string, number>();
  for (let from = 0; from < queryIds.length; from += IDS_A_STATEMENT) {
    const rows = await ctx.stores.queryLog.rows(
      z.object({ id: z.string(), w: z.number() }),
      `SELECT id, w FROM (${weighted}) WHERE w > 0`,
      { ...params, sample: queryIds.slice(from, from + IDS_A_STATEMENT) },
    );
    for (const { id, w } of rows) rates.set(id, w);
  }
  return rates;
}

async function weightedQueries(
  ctx: Context,
  rules: readonly RatedRule[],
  window: Window | undefined,
  condition = 'true',
): Promise<{ weighted: string; params: Params }> {
  const { weight, params } = weightSql(ctx.project, rules, await hiddenLabels(ctx));
  const arrived =
    window === undefined
      ? 'true'
      : `q.received_at >= fromUnixTimestamp64Milli({windowFrom:Int64}) AND q.received_at < fromUnixTimestamp64Milli({windowTo:Int64})`;
  return {
    weighted: `SELECT q.query_id AS id, q.u AS u, q.v AS v, q.o AS o, ${weight} AS w FROM queries AS q
      WHERE q.project_id = {project:String} AND ${arrived} AND ${condition}`,
    params: {
      ...params,
      project: ctx.project.id,
      ...(window && { windowFrom: window.from.getTime(), windowTo: window.to.getTime() }),
    },
  };
}
