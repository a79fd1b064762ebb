import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Order, Position } from '../cursor.ts';
import type { Filter } from '../filter.ts';
import { filterCondition } from './filter-condition.ts';
import { findBucket } from './find-bucket.ts';
import { findKeys } from './find-keys.ts';

export interface Neighbours {
  previous: string | null;
  next: string | null;
}

/**
 * The ids before and after a query in the list of a filter. The query itself need not match the filter.
 * Throws `not_found`.
 */
export async function neighbours(
  ctx: Context,
  input: { id: string; filter: Filter; order?: Order },
): Promise<Neighbours> {
  requirePermission(ctx, 'queries:read');
  const condition = await filterCondition(ctx, input.filter);
  const after = await positionOf(ctx, input.id);
  const [newer, older] = await Promise.all([
    findKeys(ctx, condition, { limit: 1, order: 'oldest', after }),
    findKeys(ctx, condition, { limit: 1, order: 'newest', after }),
  ]);
  const up = newer[0]?.id ?? null;
  const down = older[0]?.id ?? null;
  return input.order === 'oldest' ? { previous: down, next: up } : { previous: up, next: down };
}

async function positionOf(ctx: Context, id: string): Promise<Position> {
  const bucket = await findBucket(ctx, id);
  if (bucket === undefined) throw notFound('The query');
  const [row] = await ctx.stores.queryLog.rows(
    z.object({ startedAtMs: z.number() }),
    `SELECT toUnixTimestamp64Milli(started_at) AS startedAtMs FROM queries
     WHERE project_id = {project:String} AND bucket = toDateTime({bucket:UInt32}, 'UTC') AND query_id = {id:String}`,
    { project: ctx.project.id, bucket, id },
  );
  if (row === undefined) throw notFound('The query');
  return { startedAtMs: row.startedAtMs, id };
}
