import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { clusterQuestions } from '../../quality/question-clusters.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { representativeSample } from '../representative-sample.ts';
import type { GoldenSample } from '../sample-schema.ts';
import { sampleRequestSchema } from '../schema.ts';

/** Grouping takes time by the number of pairs that share a word; of more queries, so many are drawn at random. */
const MOST_LOOKED_AT = 2_000;
const USABLE =
  "l.verdict IN ('correct', 'partly', 'wrong') AND empty(q.cut_lengths) AND NOT arrayExists(m -> m = 'cut' OR endsWith(m, '_cut'), q.marks)";

const rowSchema = z.object({
  queryId: z.string(),
  question: z.string(),
  kind: z.string(),
  hasIdealAnswer: z.boolean(),
});

/**
 * Labelled queries that stand for all that match: by failure kind and by groups of like questions. Each question is
 * asked once. The same labels give the same sample, in the order of the queries' permanent random numbers.
 */
export async function drawGoldenSample(
  ctx: Context,
  input: z.input<typeof sampleRequestSchema>,
): Promise<GoldenSample> {
  requirePermission(ctx, 'golden-sets:write');
  const { filter, size } = sampleRequestSchema.parse(input);
  const { where, params } = await filterCondition(ctx, filter);
  const from = `FROM queries AS q INNER JOIN (SELECT * FROM query_labels
      WHERE project_id = {project:String} AND query_id NOT IN {hidden:Array(String)}) AS l ON l.query_id = q.query_id
    WHERE ${where} AND ${USABLE}`;
  const [count] = await ctx.stores.queryLog.rows(
    z.object({ usable: z.coerce.number() }),
    `SELECT uniqExact(q.question_hash) AS usable ${from}`,
    params,
  );
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT q.query_id AS queryId, substringUTF8(coalesce(q.retrieval_query, q.question), 1, 1000) AS question,
       if(l.verdict = 'correct', 'correct', if(l.failure = '', 'unclear', l.failure)) AS kind,
       l.has_ideal_answer AS hasIdealAnswer
     ${from} ORDER BY q.v, q.query_id LIMIT 1 BY q.question_hash LIMIT ${MOST_LOOKED_AT}`,
    params,
  );
  const clusters = await clusterQuestions(rows.map(({ question }) => question));
  const { chosen, coverage } = representativeSample(rows, clusters, size);
  return { queries: chosen, coverage: { usable: count?.usable ?? 0, lookedAt: rows.length, ...coverage } };
}
