import type { Context } from '#lib/platform/context.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import type { FilterSql } from '#lib/query-log/filter-sql.ts';
import { filterCondition } from '#lib/query-log/queries/filter-condition.ts';

/** Queries that an act is meant for: all that match, or those named, of whatever origin. */
export type QuerySelection = { filter: Filter } | { ids: readonly string[] };

/** The selection as a condition on `queries AS q`, for whoever asks. */
export async function selectionSql(ctx: Context, selection: QuerySelection): Promise<FilterSql> {
  if ('filter' in selection) return filterCondition(ctx, selection.filter);
  return {
    where: `q.project_id = {project:String} AND q.query_id IN {ids:Array(String)}
      AND q.bucket IN (SELECT bucket FROM query_ids
        WHERE project_id = {project:String} AND query_id IN {ids:Array(String)})`,
    params: { project: ctx.project.id, ids: [...selection.ids] },
  };
}
