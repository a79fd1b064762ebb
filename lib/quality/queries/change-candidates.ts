import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import type { Dimension } from '../../query-log/schema.ts';
import type { Range } from '../schema.ts';
import { valueGroups } from '../value-groups.ts';

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

const rowSchema = z.object({
  place: z.number(),
  value: z.string(),
  at: z.number(),
  count: z.number(),
});
type Appearance = z.infer<typeof rowSchema>;

const VALUES = valueGroups(CHANGING_DIMENSIONS);

/**
 * Values that appeared for the first time within the range, in a project that had queries before: deployments,
 * as the log itself tells them. The most used ones, earliest first.
 */
export async function changeCandidates(
  ctx: Context,
  filter: Filter,
  range: Pick<Range, 'from' | 'to'>,
): Promise<Candidate[]> {
  const appeared = await appearedWithin(ctx, filter, range);
  const known = await knownBefore(ctx, filter, range, appeared);
  return appeared
    .filter((one) => !known.has(keyOf(one)))
    .flatMap(({ place, value, at, count }) => {
      const dimension = CHANGING_DIMENSIONS[place];
      return dimension === undefined ? [] : [{ dimension, value, at, count, place }];
    })
    .sort((a, b) => b.count - a.count || a.place - b.place)
    .slice(0, MAX_CANDIDATES)
    .sort((a, b) => a.at - b.at || a.place - b.place)
    .map(({ dimension, value, at }) => ({ dimension, value, at }));
}

const keyOf = ({ place, value }: Pick<Appearance, 'place' | 'value'>) => `${place} ${value}`;

/** Values whose first query in the range is not the range's first query. */
async function appearedWithin(
  ctx: Context,
  filter: Filter,
  { from, to }: Pick<Range, 'from' | 'to'>,
): Promise<Appearance[]> {
  const { where, params } = await filterCondition(ctx, { ...filter, from, to });
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT ${VALUES.place} AS place, ${VALUES.value} AS value, count() AS count,
       toUnixTimestamp64Milli(min(q.started_at)) AS at, min(at) OVER () AS first
     FROM queries AS q WHERE ${where} GROUP BY ${VALUES.groupBy}
     QUALIFY value != '' AND at > first AND count >= ${MIN_QUERIES}
     ORDER BY count DESC, value LIMIT ${MAX_CANDIDATES} BY place`,
    params,
  );
}

/** Which of the values had queries before the range. Nothing precedes a range without a start. */
async function knownBefore(
  ctx: Context,
  filter: Filter,
  { from }: Pick<Range, 'from'>,
  values: readonly Appearance[],
): Promise<Set<string>> {
  if (values.length === 0 || filter.from === undefined) return new Set();
  const { where, params } = await filterCondition(ctx, { ...filter, from: undefined, to: from });
  const any = VALUES.columns.map((column, i) => {
    params[`appeared${i}`] = values.filter(({ place }) => place === i).map(({ value }) => value);
    return `${column} IN {appeared${i}:Array(String)}`;
  });
  const rows = await ctx.stores.queryLog.rows(
    z.object({ place: z.number(), value: z.string() }),
    `SELECT ${VALUES.place} AS place, ${VALUES.value} AS value FROM queries AS q
     WHERE ${where} AND (${any.join(' OR ')}) GROUP BY ${VALUES.groupBy}`,
    params,
  );
  return new Set(rows.map(keyOf));
}
