import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Slice } from '../slice.ts';

const feedbackRowSchema = z.object({
  start: z.number(),
  grp: z.string(),
  /** Queries with feedback; with a thumb up; with a thumb down. One query may have both. */
  given: z.number(),
  up: z.number(),
  down: z.number(),
});
export type FeedbackCounts = z.infer<typeof feedbackRowSchema>;

/** What end users said, by bucket and group. */
export async function feedbackCounts(
  ctx: Context,
  { condition, placeSql }: Slice,
): Promise<FeedbackCounts[]> {
  return ctx.stores.queryLog.rows(
    feedbackRowSchema,
    `SELECT ${placeSql}, count() AS given, countIf(f.up) AS up, countIf(f.down) AS down
     FROM queries AS q
     INNER JOIN (
       SELECT query_id, max(score > 0) AS up, max(score < 0) AS down FROM feedback
       WHERE project_id = {project:String} AND score != 0 GROUP BY query_id
     ) AS f ON f.query_id = q.query_id
     WHERE ${condition.where} GROUP BY start, grp`,
    condition.params,
  );
}
