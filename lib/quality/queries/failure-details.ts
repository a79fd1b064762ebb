import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { LABELLED_KEYS, SEEN_LABELS } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { FAILURES } from '../../query-log/schema.ts';
import { labelRate, sampleOf } from '../label-sample.ts';
import { displaySchema, sampleSchema } from '../schema.ts';
import { CLUSTER } from './label-rows.ts';

const rowSchema = z.object({
  failure: z.enum(FAILURES),
  detail: z.string(),
  pi: z.number().nullable(),
  cluster: z.string(),
  count: z.number(),
});

export const failureDetailsSchema = z.object({
  /** Labelled answers that are partly correct or wrong and have a kind of failure. */
  failures: z.number(),
  sample: sampleSchema,
  /** By kind, the most frequent detail of it first; `detail` empty where none was given. */
  items: z.array(
    z.object({
      failure: z.enum(FAILURES),
      detail: z.string(),
      n: z.number(),
      /** Share of all failures, weighted where the labels were drawn at random. */
      share: z.object({
        value: z.number().nullable(),
        lower: z.number(),
        upper: z.number(),
        display: displaySchema,
      }),
    }),
  ),
});
export type FailureDetails = z.output<typeof failureDetailsSchema>;

/** What exactly went wrong with the failed answers, as reviewers said. */
export async function failureDetails(ctx: Context, filter: Filter): Promise<FailureDetails> {
  requirePermission(ctx, 'quality:read');
  const { where, params } = await filterCondition(ctx, filter);
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT toString(l.failure) AS failure, toString(l.detail) AS detail, l.pi AS pi, ${CLUSTER} AS cluster,
       count() AS count
     FROM queries AS q
     INNER JOIN (SELECT * FROM query_labels
       WHERE ${SEEN_LABELS} AND verdict IN ('partly', 'wrong') AND failure != '') AS l ON l.query_id = q.query_id
     PREWHERE (q.bucket, q.query_id) IN (${LABELLED_KEYS}) WHERE ${where}
     GROUP BY failure, detail, pi, cluster`,
    params,
  );
  const sample = sampleOf(rows);
  const kinds = Map.groupBy(rows, ({ failure, detail }) => `${failure} ${detail}`);
  const items = [...kinds.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const { failure, detail } = first;
    const rate = labelRate(rows, (row) => row.failure === failure && row.detail === detail, sample);
    const { value, lower, upper, display } = rate;
    return [{ failure, detail, n: rate.positives, share: { value, lower, upper, display } }];
  });
  const order = (failure: (typeof items)[number]['failure']) => FAILURES.indexOf(failure);
  return {
    failures: rows.reduce((sum, { count }) => sum + count, 0),
    sample,
    items: items.sort((a, b) => order(a.failure) - order(b.failure) || b.n - a.n),
  };
}
