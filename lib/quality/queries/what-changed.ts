import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K, type FilterSql } from '../../query-log/filter-sql.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { changeText } from '../change-text.ts';
import { type Found, latencyChanges, rateChanges, strongestOfEach, type What } from '../found-changes.ts';
import type { Change, Range } from '../schema.ts';
import { CHANGING_DIMENSIONS } from './change-candidates.ts';
import { listDeployments } from './deployments.ts';
import { latencySides, quantilesWhere } from './latency-sides.ts';
import { HAS_FAILED, type RangeStates, rangeStates } from './range-states.ts';
import { type StateCount, stateCounts } from './state-counts.ts';

/** Correlation assumed between the queries of one session. */
const RHO = 0.1;

/**
 * The changes within a range that stand out of the noise, the clearest of each metric, the clearest of all first, latencies last: since
 * a value first appeared, else against the equally long period before. `hasStart` false: the range is all there is,
 * nothing precedes. `states` are read unless given.
 */
export async function whatChanged(
  ctx: Context,
  filter: Filter,
  range: Range,
  hasStart = true,
  states?: Promise<RangeStates>,
): Promise<Change[]> {
  requirePermission(ctx, 'quality:read');
  const within = await filterCondition(ctx, { ...filter, from: range.from, to: range.to });
  const [{ candidates, counts }, effect] = await Promise.all([
    states ?? rangeStates(ctx, filter, range),
    designEffect(ctx, within),
  ]);
  const deployed =
    candidates.length === 0 ? [] : await sinceCandidates(ctx, within, { candidates, counts }, effect);
  const found =
    deployed.length > 0 || !hasStart ? deployed : await sincePeriodBefore(ctx, filter, range, counts, effect);
  const deployments =
    deployed.length === 0 ? [] : await listDeployments(ctx, { from: range.from, to: range.to });
  const deployedAt = ({ at, dimension, value }: What) =>
    deployments.find((one) => one.dimension === dimension && one.version === value && one.at <= at)?.at;
  return strongestOfEach(found).map(({ z: _, ...change }) => ({
    ...change,
    text: changeText(change, range.tz, filter.k ?? DEFAULT_K, deployedAt(change)),
    filter: {
      from: change.at,
      to: range.to,
      ...(change.dimension === null ? {} : { [change.dimension]: [change.value ?? ''] }),
    },
  }));
}

/** Before: everything in the range until the candidate appeared. After: what carries its value. */
async function sinceCandidates(
  ctx: Context,
  within: FilterSql,
  { candidates, counts }: RangeStates,
  effect: number,
): Promise<Found[]> {
  const latencies = await latencySides(ctx, within, candidates);
  return candidates.flatMap((candidate, i) => {
    const place = 2 + CHANGING_DIMENSIONS.indexOf(candidate.dimension);
    const before = counts.filter(({ keys }) => Number(keys[0]) < candidate.at);
    const after = counts.filter(({ keys }) => keys[place] === candidate.value);
    const what = { ...candidate, at: new Date(candidate.at).toISOString() };
    return [
      ...rateChanges(what, before, after, effect),
      ...latencyChanges(what, latencies[2 * i], latencies[2 * i + 1], effect),
    ];
  });
}

async function sincePeriodBefore(
  ctx: Context,
  filter: Filter,
  range: Range,
  after: readonly StateCount[],
  effect: number,
): Promise<Found[]> {
  const from = Date.parse(range.from);
  const start = new Date(from - (Date.parse(range.to) - from)).toISOString();
  const before = await filterCondition(ctx, { ...filter, from: start, to: range.from });
  const both = await filterCondition(ctx, { ...filter, from: start, to: range.to });
  const isAfter = 'toUnixTimestamp64Milli(q.started_at) >= {rangeStart:Int64}';
  const [counts, latencies] = await Promise.all([
    stateCounts(ctx, before, [`''`, HAS_FAILED]),
    quantilesWhere(ctx, { where: both.where, params: { ...both.params, rangeStart: from } }, [
      `NOT (${isAfter})`,
      isAfter,
    ]),
  ]);
  const what = { at: range.from, dimension: null, value: null };
  return [
    ...rateChanges(what, counts, after, effect),
    ...latencyChanges(what, latencies[0], latencies[1], effect),
  ];
}

const MOST_IN_SESSIONS = 200_000;
const clusterSchema = z.object({ all: z.number(), clusters: z.number() });

/** Kish's factor for sessions of the average size, over so many queries: how much less these tell than independent ones. */
async function designEffect(ctx: Context, { where, params }: FilterSql): Promise<number> {
  const [row] = await ctx.stores.queryLog.rows(
    clusterSchema,
    `SELECT count() AS all, uniqExactIf(session, session != '') + countIf(session = '') AS clusters
     FROM (SELECT q.session_id AS session FROM queries AS q WHERE ${where} LIMIT ${MOST_IN_SESSIONS})`,
    params,
  );
  return row === undefined || row.clusters === 0 ? 1 : 1 + RHO * (row.all / row.clusters - 1);
}
