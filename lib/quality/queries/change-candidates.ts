import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DIMENSION_COLUMNS, filterSql } from '../../query-log/filter-sql.ts';
import type { Dimension } from '../../query-log/schema.ts';
import type { Range } from '../schema.ts';

/** In the order in which one is named where several appear at once: the most telling first. */
export const CHANGING_DIMENSIONS = [
  'indexVersion',
  'promptVersion',
  'model',
  'retriever',
  'release',
] as const satisfies readonly Dimension[];
const MAX_CANDIDATES = 12;
const MIN_QUERIES = 30;

export interface Candidate {
  dimension: (typeof CHANGING_DIMENSIONS)[number];
  value: string;
  /** First query with the value, epoch milliseconds. */
  at: number;
}

const rowSchema = z.object({ value: z.string(), at: z.number(), count: z.number() });
type Appearance = z.infer<typeof rowSchema>;

/**
 * Values that appeared for the first time within the range, in a project that had queries before: deployments,
 * as the log itself tells them. The most used ones, earliest first.
 */
export async function changeCandidates(
  ctx: Context,
  filter: Filter,
  range: Pick<Range, 'from' | 'to'>,
): Promise<Candidate[]> {
  const found = await Promise.all(
    CHANGING_DIMENSIONS.map(async (dimension) => {
      const appeared = await appearedWithin(ctx, filter, range, dimension);
      const known = await knownBefore(ctx, filter, range, dimension, appeared);
      return appeared.filter(({ value }) => !known.has(value)).map((one) => ({ ...one, dimension }));
    }),
  );
  const order = (candidate: Candidate) => CHANGING_DIMENSIONS.indexOf(candidate.dimension);
  return found
    .flat()
    .sort((a, b) => b.count - a.count || order(a) - order(b))
    .slice(0, MAX_CANDIDATES)
    .sort((a, b) => a.at - b.at || order(a) - order(b))
    .map(({ dimension, value, at }) => ({ dimension, value, at }));
}

/** Values whose first query in the range is not the range's first query. */
function appearedWithin(
  ctx: Context,
  filter: Filter,
  { from, to }: Pick<Range, 'from' | 'to'>,
  dimension: Dimension,
): Promise<Appearance[]> {
  const { where, params } = filterSql(ctx.project, { ...filter, from, to });
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT toString(q.${DIMENSION_COLUMNS[dimension]}) AS value, count() AS count,
       toUnixTimestamp64Milli(min(q.started_at)) AS at, min(at) OVER () AS first
     FROM queries AS q WHERE ${where} GROUP BY value
     QUALIFY value != '' AND at > first AND count >= ${MIN_QUERIES}
     ORDER BY count DESC, value LIMIT ${MAX_CANDIDATES}`,
    params,
  );
}

/** Which of the values had queries before the range. */
async function knownBefore(
  ctx: Context,
  filter: Filter,
  { from }: Pick<Range, 'from'>,
  dimension: Dimension,
  values: readonly Appearance[],
): Promise<Set<string>> {
  if (values.length === 0) return new Set();
  const { where, params } = filterSql(ctx.project, { ...filter, from: undefined, to: from });
  const column = `toString(q.${DIMENSION_COLUMNS[dimension]})`;
  const rows = await ctx.stores.queryLog.rows(
    z.object({ value: z.string() }),
    `SELECT DISTINCT ${column} AS value FROM queries AS q
     WHERE ${where} AND ${column} IN {appeared:Array(String)}`,
    { ...params, appeared: values.map(({ value }) => value) },
  );
  return new Set(rows.map(({ value }) => value));
}
