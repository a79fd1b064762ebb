import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DIMENSION_COLUMNS } from '../../query-log/filter-sql.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import type { Range } from '../schema.ts';
import { type Candidate, CHANGING_DIMENSIONS, changeCandidates } from './change-candidates.ts';
import { type StateCount, stateCounts } from './state-counts.ts';

/** Second key of every count: '1' where the query failed at any stage. */
export const HAS_FAILED = `q.error_stage != ''`;

export interface RangeStates {
  candidates: Candidate[];
  /**
   * Split by the candidate's time from which a query is (0: before all of them), by whether it failed, and by its
   * values of `CHANGING_DIMENSIONS` that are candidates ('' otherwise).
   */
  counts: StateCount[];
}

/** States of the queries of a range, cut at the values that first appeared in it. One answer serves several questions. */
export async function rangeStates(ctx: Context, filter: Filter, range: Range): Promise<RangeStates> {
  const candidates = await changeCandidates(ctx, filter, range);
  const { where, params } = await filterCondition(ctx, { ...filter, from: range.from, to: range.to });
  const bound: Record<string, unknown> = {
    ...params,
    changeTimes: [0, ...new Set(candidates.map(({ at }) => at))],
  };
  const changing = CHANGING_DIMENSIONS.map((dimension) => {
    const values = candidates.filter((one) => one.dimension === dimension).map(({ value }) => value);
    if (values.length === 0) return `''`;
    bound[`new_${dimension}`] = values;
    const column = `q.${DIMENSION_COLUMNS[dimension]}`;
    return `if(${column} IN {new_${dimension}:Array(String)}, ${column}, '')`;
  });
  const since = 'roundDown(toUnixTimestamp64Milli(q.started_at), {changeTimes:Array(Int64)})';
  const counts = await stateCounts(ctx, { where, params: bound }, [since, HAS_FAILED, ...changing]);
  return { candidates, counts };
}
