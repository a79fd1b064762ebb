import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { DIMENSIONS, type Dimension } from '../../query-log/schema.ts';
import type { GroupedWeight } from '../../statistics/standardised-weights.ts';
import { valueGroups } from '../value-groups.ts';

/** Of each dimension its values with their number of queries, the most used ones. */
export type TrafficMix = Record<Dimension, GroupedWeight[]>;

const MAX_VALUES = 200;
const VALUES = valueGroups(DIMENSIONS);

/** What the queries of a slice are made of, all dimensions in one scan. */
export async function trafficMix(ctx: Context, { where, params }: FilterSql): Promise<TrafficMix> {
  const rows = await ctx.stores.queryLog.rows(
    z.object({ place: z.number(), group: z.string(), weight: z.number() }),
    `SELECT ${VALUES.place} AS place, ${VALUES.value} AS group, count() AS weight FROM queries AS q WHERE ${where}
     GROUP BY ${VALUES.groupBy} ORDER BY weight DESC, group LIMIT ${MAX_VALUES} BY place`,
    params,
  );
  const of = (place: number) =>
    rows.filter((row) => row.place === place).map(({ group, weight }) => ({ group, weight }));
  return Object.fromEntries(DIMENSIONS.map((dimension, place) => [dimension, of(place)])) as TrafficMix;
}
