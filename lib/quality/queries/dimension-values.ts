import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DIMENSION_COLUMNS } from '../../query-log/filter-sql.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { DIMENSIONS, type Dimension } from '../../query-log/schema.ts';
import type { DimensionValues } from '../schema.ts';

const MAX_VALUES = 100;
const rowSchema = z.object({ value: z.string(), count: z.number(), total: z.number() });

/**
 * What a filter picker offers: the values of each dimension, most frequent first. A dimension is not narrowed by
 * its own filter, so that a second value can be picked beside the first.
 */
export async function dimensionValues(ctx: Context, filter: Filter): Promise<DimensionValues> {
  requirePermission(ctx, 'quality:read');
  return { dimensions: await Promise.all(DIMENSIONS.map((dimension) => valuesOf(ctx, filter, dimension))) };
}

async function valuesOf(
  ctx: Context,
  filter: Filter,
  dimension: Dimension,
): Promise<DimensionValues['dimensions'][number]> {
  const { where, params } = await filterCondition(ctx, { ...filter, [dimension]: undefined });
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT toString(q.${DIMENSION_COLUMNS[dimension]}) AS value, count() AS count, count() OVER () AS total
     FROM queries AS q WHERE ${where} GROUP BY q.${DIMENSION_COLUMNS[dimension]} ORDER BY count DESC, value LIMIT ${MAX_VALUES}`,
    params,
  );
  return {
    dimension,
    values: rows.map(({ value, count }) => ({ value, count })),
    total: rows[0]?.total ?? 0,
  };
}
