import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { DIMENSION_COLUMNS, type FilterSql } from '../../query-log/filter-sql.ts';
import { DIMENSIONS, type Dimension } from '../../query-log/schema.ts';
import type { GroupedWeight } from '../../statistics/standardised-weights.ts';

/** Of each dimension its values with their number of queries, the most used ones. */
export type TrafficMix = Record<Dimension, GroupedWeight[]>;

const MAX_VALUES = 200;
const COLUMNS = DIMENSIONS.map((dimension) => `q.${DIMENSION_COLUMNS[dimension]}`);
const BY_VALUE = `GROUPING SETS (${COLUMNS.map((column) => `(${column})`).join(', ')})`;
const PLACE = `multiIf(${COLUMNS.map((column, i) => `grouping(${column}) = 0, ${i}`).join(', ')}, -1)`;
const VALUE = `multiIf(${COLUMNS.map((column) => `grouping(${column}) = 0, toString(${column})`).join(', ')}, '')`;

/** What the queries of a slice are made of, all dimensions in one scan. */
export async function trafficMix(ctx: Context, { where, params }: FilterSql): Promise<TrafficMix> {
  const rows = await ctx.stores.queryLog.rows(
    z.object({ place: z.number(), group: z.string(), weight: z.number() }),
    `SELECT ${PLACE} AS place, ${VALUE} AS group, count() AS weight FROM queries AS q WHERE ${where}
     GROUP BY ${BY_VALUE} ORDER BY weight DESC, group LIMIT ${MAX_VALUES} BY place`,
    params,
  );
  const of = (place: number) =>
    rows.filter((row) => row.place === place).map(({ group, weight }) => ({ group, weight }));
  return Object.fromEntries(DIMENSIONS.map((dimension, place) => [dimension, of(place)])) as TrafficMix;
}
