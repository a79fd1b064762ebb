import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { RETRIEVAL_RAN } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { queriesRange } from '../../query-log/queries/queries-range.ts';
import type { Overview } from '../overview-schema.ts';
import { quadrantChange } from '../quadrant-change.ts';
import { type Range, type TrafficParams, totalsSchema } from '../schema.ts';
import { readFailureRates } from './failure-rates.ts';
import { labelProgress } from './label-progress.ts';
import { quadrantOf } from './quadrant.ts';
import { rangeStates } from './range-states.ts';
import { stateCounts } from './state-counts.ts';
import { traffic } from './traffic.ts';
import { whatChanged } from './what-changed.ts';

/** Everything the first page asks. Throws `invalid` for a bucket that is too fine. */
export async function overview(ctx: Context, filter: Filter, params: TrafficParams = {}): Promise<Overview> {
  requirePermission(ctx, 'quality:read');
  const series = await traffic(ctx, filter, params);
  const ranged = { ...filter, from: series.range.from, to: series.range.to };
  const states = rangeStates(ctx, filter, series.range);
  const hasStart = filter.from !== undefined;
  const before = periodBefore(series.range);
  const totalsRead = readTotals(ctx, ranged);
  const [totals, { counts }, changes, progress, countsBefore, failureRates] = await Promise.all([
    totalsRead,
    states,
    whatChanged(ctx, filter, series.range, hasStart, states),
    totalsRead.then(({ queries }) => labelProgress(ctx, ranged, queries)),
    hasStart ? stateCounts(ctx, await filterCondition(ctx, { ...filter, ...before })) : null,
    readFailureRates(ctx, ranged),
  ]);
  const quadrant = quadrantOf(counts, series.k);
  return {
    range: series.range,
    totals,
    quadrant,
    quadrantChange:
      countsBefore === null ? null : quadrantChange(quadrant, quadrantOf(countsBefore, series.k), before),
    failureRates,
    traffic: series,
    whatChanged: changes[0] ?? null,
    changes,
    labelProgress: progress,
    extent: totals.queries === 0 ? await queriesRange(ctx) : null,
  };
}

/** As long as the range and just before it. */
function periodBefore({ from, to }: Range): { from: string; to: string } {
  const start = Date.parse(from);
  return { from: new Date(2 * start - Date.parse(to)).toISOString(), to: from };
}

const totalsRowSchema = totalsSchema
  .omit({ totalP50Ms: true, totalP95Ms: true })
  .extend({ ms: z.tuple([z.number().nullable(), z.number().nullable()]) });

async function readTotals(ctx: Context, filter: Filter): Promise<Overview['totals']> {
  const { where, params } = await filterCondition(ctx, filter);
  const [row] = await ctx.stores.queryLog.rows(
    totalsRowSchema,
    `SELECT count() AS queries, countIf(q.error_stage != '') AS errors,
       countIf(${RETRIEVAL_RAN}) AS retrievalRan,
       countIf(${RETRIEVAL_RAN} AND q.zero_hit) AS zeroHit,
       quantilesExactInclusive(0.5, 0.95)(q.total_ms) AS ms, sum(q.cost_usd) AS costUsd
     FROM queries AS q WHERE ${where}`,
    params,
  );
  const { ms, ...counts } = row ?? {
    queries: 0,
    errors: 0,
    retrievalRan: 0,
    zeroHit: 0,
    costUsd: null,
    ms: [null, null],
  };
  return { ...counts, totalP50Ms: ms[0] ?? null, totalP95Ms: ms[1] ?? null };
}
