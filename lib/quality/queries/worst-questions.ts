import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import {
  keysOf,
  LABELLED_QUERIES,
  RETRIEVAL_STATE,
  TOP_GRADES,
  touchedKeys,
} from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { type WorstQuestions, worstParamsSchema } from '../retrieval-report-schema.ts';

const rowSchema = z.object({
  question: z.string(),
  question_hash: z.string(),
  bad: z.number(),
  zero_hit: z.number(),
  best: z.number(),
  elsewhere: z.boolean(),
  last_ms: z.number(),
  last_id: z.string(),
  all_bad: z.number(),
  questions: z.number(),
});
const QUESTION_LENGTH = 300;

/**
 * The questions whose retrieval is known to be bad: nothing was found, or all of the first k hits are graded below
 * relevant. Those that hurt most often come first, among equals those that found nothing.
 */
export async function worstQuestions(
  ctx: Context,
  filter: Filter,
  input: z.input<typeof worstParamsSchema> = {},
): Promise<WorstQuestions> {
  requirePermission(ctx, 'quality:read');
  const { limit } = worstParamsSchema.parse(input);
  const condition = await filterCondition(ctx, filter);
  const zeroHits = keysOf(`${condition.where} AND q.zero_hit`);
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT substringUTF8(argMax(asked, at), 1, ${QUESTION_LENGTH}) AS question, question_hash, count() AS bad,
       countIf(nothing) AS zero_hit, max(best_grade) AS best, CAST(max(relevant_elsewhere), 'Bool') AS elsewhere,
       toUnixTimestamp64Milli(max(at)) AS last_ms, argMax(query_id, at) AS last_id,
       sum(bad) OVER () AS all_bad, count() OVER () AS questions
     FROM (
       SELECT q.question_hash AS question_hash, coalesce(q.retrieval_query, q.question) AS asked, q.started_at AS at,
         q.query_id AS query_id, q.zero_hit AS nothing, arrayMax(arrayPushBack(${TOP_GRADES}, toInt8(-1))) AS best_grade,
         toUInt8(arrayExists(g -> g >= 2, mapValues(j.grades))) AS relevant_elsewhere
       FROM ${LABELLED_QUERIES}
       PREWHERE (q.bucket, q.query_id) IN (${touchedKeys(condition.where)} UNION DISTINCT ${zeroHits})
       WHERE q.project_id = {project:String} AND ${RETRIEVAL_STATE} = 'bad')
     GROUP BY question_hash ORDER BY bad DESC, zero_hit DESC, last_ms DESC, question_hash LIMIT {limit:UInt16}`,
    { ...condition.params, limit },
  );
  return {
    k: filter.k ?? DEFAULT_K,
    items: rows.map((row) => ({
      question: row.question,
      questionHash: row.question_hash,
      bad: row.bad,
      zeroHit: row.zero_hit,
      bestGrade: row.best < 0 ? null : row.best,
      hasRelevantElsewhere: row.elsewhere,
      lastAt: new Date(row.last_ms).toISOString(),
      lastId: row.last_id,
    })),
    bad: rows[0]?.all_bad ?? 0,
    questions: rows[0]?.questions ?? 0,
  };
}
