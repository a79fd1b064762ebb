import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { LABELLED_KEYS, SEEN_LABELS } from '../../query-log/labelled-queries.ts';
import { CLUSTER } from './label-rows.ts';

const rowSchema = z.object({
  isCorrect: z.boolean(),
  pi: z.number().nullable(),
  cluster: z.string(),
  count: z.number(),
});

/** The labels that say whether the answer is correct: neither disputed ones nor those that cannot tell. */
export function decidedLabels(
  ctx: Context,
  { where, params }: FilterSql,
): Promise<z.infer<typeof rowSchema>[]> {
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT toBool(l.verdict = 'correct') AS isCorrect, l.pi AS pi, ${CLUSTER} AS cluster, count() AS count
     FROM queries AS q
     INNER JOIN (SELECT * FROM query_labels
       WHERE ${SEEN_LABELS} AND verdict IN ('correct', 'partly', 'wrong')) AS l ON l.query_id = q.query_id
     PREWHERE (q.bucket, q.query_id) IN (${LABELLED_KEYS}) WHERE ${where}
     GROUP BY isCorrect, pi, cluster`,
    params,
  );
}
