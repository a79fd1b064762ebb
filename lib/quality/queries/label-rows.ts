import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { LABELLED_KEYS, SEEN_LABELS } from '../../query-log/labelled-queries.ts';
import type { Slice } from '../slice.ts';

const labelRowSchema = z.object({
  start: z.number(),
  grp: z.string(),
  verdict: z.string(),
  failure: z.string(),
  pi: z.number().nullable(),
  cluster: z.string(),
  count: z.number(),
});
export type LabelRow = z.infer<typeof labelRowSchema>;

export const CLUSTER = `if(q.session_id != '', concat('s', q.session_id), concat('q', q.query_id))`;

/** Labelled queries of a slice by bucket, group and resolved label. Reads only the labelled rows. */
export async function labelRows(ctx: Context, { condition, placeSql }: Slice): Promise<LabelRow[]> {
  return ctx.stores.queryLog.rows(
    labelRowSchema,
    `SELECT ${placeSql}, toString(l.verdict) AS verdict, toString(l.failure) AS failure, l.pi AS pi,
       ${CLUSTER} AS cluster, count() AS count
     FROM queries AS q
     INNER JOIN (SELECT * FROM query_labels WHERE ${SEEN_LABELS} AND verdict != '') AS l
       ON l.query_id = q.query_id
     PREWHERE (q.bucket, q.query_id) IN (${LABELLED_KEYS}) WHERE ${condition.where}
     GROUP BY start, grp, verdict, failure, pi, cluster`,
    condition.params,
  );
}
