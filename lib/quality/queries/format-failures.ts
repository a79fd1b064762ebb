import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';

const MOST_REASONS = 50;

const failureSchema = z.object({
  reason: z.string(),
  count: z.number(),
  /** The latest answer that failed so, and when it began, ISO 8601. */
  queryId: z.string(),
  startedAt: z.string(),
});
export const formatFailuresSchema = z.object({
  checked: z.number(),
  failed: z.number(),
  /** How many different reasons there are; the 50 most frequent follow. */
  reasons: z.number(),
  items: z.array(failureSchema),
});
export type FormatFailures = z.output<typeof formatFailuresSchema>;

/** Why answers had not the form that their project asks for, the most frequent reason first, with the latest of each. */
export async function formatFailures(ctx: Context, filter: Filter): Promise<FormatFailures> {
  requirePermission(ctx, 'quality:read');
  const { where, params } = await filterCondition(ctx, filter);
  const [totals, items] = await Promise.all([
    ctx.stores.queryLog.rows(
      z.object({ checked: z.number(), failed: z.number(), reasons: z.number() }),
      `SELECT count(q.format_ok) AS checked, countIf(NOT q.format_ok) AS failed,
         uniqExactIf(q.format_reason, q.format_reason != '') AS reasons
       FROM queries AS q WHERE ${where}`,
      params,
    ),
    ctx.stores.queryLog.rows(
      failureSchema.extend({ startedAt: z.number() }),
      `SELECT q.format_reason AS reason, count() AS count, argMax(q.query_id, q.started_at) AS queryId,
         toUnixTimestamp64Milli(max(q.started_at)) AS startedAt
       FROM queries AS q WHERE ${where} AND q.format_ok = false
       GROUP BY reason ORDER BY count DESC, reason LIMIT {most:UInt32}`,
      { ...params, most: MOST_REASONS },
    ),
  ]);
  const { checked = 0, failed = 0, reasons = 0 } = totals[0] ?? {};
  return {
    checked,
    failed,
    reasons,
    items: items.map((item) => ({ ...item, startedAt: new Date(item.startedAt).toISOString() })),
  };
}
