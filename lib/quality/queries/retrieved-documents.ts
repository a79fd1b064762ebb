import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import { keysOf, RETRIEVAL_RAN, SEEN_GRADES } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { rateOfCounts } from '../../statistics/rate.ts';
import { documentParamsSchema, type RetrievedDocuments } from '../retrieval-report-schema.ts';

const rowSchema = z.object({
  name: z.string(),
  retriever: z.string(),
  kind: z.string(),
  queries: z.number(),
  first: z.number(),
  median: z.number().nullable(),
  total: z.number(),
});
const gradesSchema = z.object({
  name: z.string(),
  retriever: z.string(),
  kind: z.string(),
  graded: z.number(),
  relevant: z.number(),
});

const topOf = (column: string) => `arraySlice(q.${column}, 1, {k:UInt8})`;
/** What each of the first k hits is counted under. */
const NAMES = {
  source: `arrayMap((source, title, id) -> if(source != '', source, if(title != '', title, id)),
    ${topOf('hit_sources')}, ${topOf('hit_titles')}, ${topOf('hit_ids')})`,
  indexVersion: `arrayMap(id -> toString(q.index_version), ${topOf('hit_ids')})`,
};
const GROUP = 'toString(q.retriever) AS retriever, toString(q.score_kind) AS kind';

/**
 * The first k hits by source document or index version, a row for each retriever and kind of score: how often they
 * come, come first and with which score, and how many of the graded were relevant. Those that come most are first.
 */
export async function retrievedDocuments(
  ctx: Context,
  filter: Filter,
  input: z.input<typeof documentParamsSchema> = {},
): Promise<RetrievedDocuments> {
  requirePermission(ctx, 'quality:read');
  const { by, limit } = documentParamsSchema.parse(input);
  const { where, params } = await filterCondition(ctx, filter);
  const [rows, grades] = await Promise.all([
    ctx.stores.queryLog.rows(
      rowSchema,
      `SELECT arrayJoin(arrayDistinct(names)) AS name, retriever, kind, count() AS queries,
         countIf(name = names[1]) AS first, quantileExactInclusiveIf(0.5)(score, name = names[1]) AS median,
         count() OVER () AS total
       FROM (SELECT ${GROUP}, ${NAMES[by]} AS names, q.hit_scores[1] AS score
         FROM queries AS q WHERE ${where} AND ${RETRIEVAL_RAN})
       GROUP BY name, retriever, kind ORDER BY queries DESC, name, retriever, kind LIMIT {limit:UInt16}`,
      { ...params, limit },
    ),
    ctx.stores.queryLog.rows(
      gradesSchema,
      `SELECT h.name AS name, h.retriever AS retriever, h.kind AS kind, count() AS graded, countIf(g.grade >= 2) AS relevant
       FROM (SELECT ${GROUP}, q.question_hash AS question_hash, name, chunk
         FROM queries AS q ARRAY JOIN ${NAMES[by]} AS name, ${topOf('hit_chunks')} AS chunk
         PREWHERE (q.bucket, q.query_id) IN (${keysOf(`${where} AND ${RETRIEVAL_RAN}
           AND q.question_hash IN (SELECT question_hash FROM judgements WHERE ${SEEN_GRADES})`)})
         WHERE q.project_id = {project:String}) AS h
       INNER JOIN (SELECT question_hash, chunk_hash, grade FROM judgements WHERE ${SEEN_GRADES}) AS g
         ON g.question_hash = h.question_hash AND g.chunk_hash = h.chunk
       GROUP BY name, retriever, kind`,
      params,
    ),
  ]);
  const gradesOf = new Map(grades.map((row) => [keyOf(row), row]));
  return {
    k: filter.k ?? DEFAULT_K,
    by,
    items: rows.map(({ kind, median, total: _, ...row }) => {
      const { graded = 0, relevant = 0 } = gradesOf.get(keyOf({ ...row, kind })) ?? {};
      const { value, lower, upper, display } = rateOfCounts(relevant, graded);
      const share = { graded, relevant, relevantShare: value, lower, upper, display };
      return { ...row, scoreKind: kind, medianTopScore: median, ...share };
    }),
    total: rows[0]?.total ?? 0,
  };
}

function keyOf({ name, retriever, kind }: { name: string; retriever: string; kind: string }): string {
  return JSON.stringify([name, retriever, kind]);
}
