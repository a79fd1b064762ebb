import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K, DIMENSION_COLUMNS, type FilterSql, filterSql } from '../../query-log/filter-sql.ts';
import { changeText } from '../change-text.ts';
import { type Found, latencyChanges, rateChanges, strongest } from '../found-changes.ts';
import type { Change, Range } from '../schema.ts';
import { type Candidate, CHANGING_DIMENSIONS, changeCandidates } from './change-candidates.ts';
import { latencySides, quantilesWhere } from './latency-sides.ts';
import { stateCounts } from './state-counts.ts';

/** Correlation assumed between the queries of one session. */
const RHO = 0.1;

/**
 * The most significant change within a range: since a value first appeared, else against the equally long period
 * before. Null when nothing stands out of the noise. `hasStart` false: the range is all there is, nothing precedes.
 */
export async function whatChanged(
  ctx: Context,
  filter: Filter,
  range: Range,
  hasStart = true,
): Promise<Change | null> {
  requirePermission(ctx, 'quality:read');
  const from = Date.parse(range.from);
  const to = Date.parse(range.to);
  if (to <= from) return null;
  const within = filterSql(ctx.project, { ...filter, from: range.from, to: range.to });
  const [candidates, effect] = await Promise.all([
    changeCandidates(ctx, filter, range),
    designEffect(ctx, within),
  ]);
  const deployed = candidates.length === 0 ? [] : await sinceCandidates(ctx, within, candidates, effect);
  const found =
    strongest(deployed) ?? (hasStart ? await sincePeriodBefore(ctx, filter, { from, to }, effect) : null);
  if (found === null) return null;
  const { z: _, ...change } = found;
  return {
    ...change,
    text: changeText(change, range.tz, filter.k ?? DEFAULT_K),
    filter: {
      from: change.at,
      to: range.to,
      ...(change.dimension === null ? {} : { [change.dimension]: [change.value ?? ''] }),
    },
  };
}

/** Before: everything in the range until the candidate appeared. After: what carries its value. */
async function sinceCandidates(
  ctx: Context,
  within: FilterSql,
  candidates: readonly Candidate[],
  effect: number,
): Promise<Found[]> {
  const times = [...new Set(candidates.map(({ at }) => at))];
  const params = {
    ...within.params,
    changeTimes: [0, ...times],
    ...Object.fromEntries(
      CHANGING_DIMENSIONS.map((dimension) => [
        `new_${dimension}`,
        candidates.filter((candidate) => candidate.dimension === dimension).map(({ value }) => value),
      ]),
    ),
  };
  const expressions = [
    'roundDown(toUnixTimestamp64Milli(q.started_at), {changeTimes:Array(Int64)})',
    `q.error_stage != ''`,
    ...CHANGING_DIMENSIONS.map((dimension) => {
      const column = `toString(q.${DIMENSION_COLUMNS[dimension]})`;
      return `if(${column} IN {new_${dimension}:Array(String)}, ${column}, '')`;
    }),
  ];
  const [counts, latencies] = await Promise.all([
    stateCounts(ctx, { where: within.where, params }, expressions),
    latencySides(ctx, { where: within.where, params }, candidates),
  ]);
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
  { from, to }: { from: number; to: number },
  effect: number,
): Promise<Found | null> {
  const iso = (ms: number) => new Date(ms).toISOString();
  const both = filterSql(ctx.project, { ...filter, from: iso(from - (to - from)), to: iso(to) });
  const condition = { where: both.where, params: { ...both.params, rangeStart: from } };
  const isAfter = 'toUnixTimestamp64Milli(q.started_at) >= {rangeStart:Int64}';
  const [counts, [before, after]] = await Promise.all([
    stateCounts(ctx, condition, [isAfter, `q.error_stage != ''`]),
    quantilesWhere(ctx, condition, [`NOT (${isAfter})`, isAfter]),
  ]);
  const what = { at: iso(from), dimension: null, value: null };
  const side = (after: boolean) => counts.filter(({ keys }) => keys[0] === (after ? '1' : '0'));
  return strongest([
    ...rateChanges(what, side(false), side(true), effect),
    ...latencyChanges(what, before, after, effect),
  ]);
}

const clusterSchema = z.object({ all: z.number(), clusters: z.number() });

/** Kish's factor for sessions of the average size: how much less their queries tell than independent ones. */
async function designEffect(ctx: Context, { where, params }: FilterSql): Promise<number> {
  const [row] = await ctx.stores.queryLog.rows(
    clusterSchema,
    `SELECT count() AS all, uniqIf(q.session_id, q.session_id != '') + countIf(q.session_id = '') AS clusters FROM queries AS q WHERE ${where}`,
    params,
  );
  return row === undefined || row.clusters === 0 ? 1 : 1 + RHO * (row.all / row.clusters - 1);
}
