import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import { SEEN_GRADES } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { rateOfCounts } from '../../statistics/rate.ts';
import { documentParamsSchema, type RetrievedDocuments } from '../retrieval-report-schema.ts';
import { JUDGEABLE } from './ranking-patterns.ts';

const rowSchema = z.object({
  name: z.string(),
  retriever: z.string(),
  kind: z.string(),
  queries: z.number(),
  first: z.number(),
  median: z.number().nullable(),
  graded: z.number(),
  relevant: z.number(),
  total: z.number(),
});

const NAMES = {
  source: `if(tupleElement(hit, 3) != '', tupleElement(hit, 3),
    if(tupleElement(hit, 4) != '', tupleElement(hit, 4), tupleElement(hit, 5)))`,
  indexVersion: 'toString(q.index_version)',
};

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
  const condition = await filterCondition(ctx, filter);
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT h.name AS name, h.retriever AS retriever, h.kind AS kind, uniqExact(h.query_id) AS queries,
       countIf(h.place = 1) AS first, quantileExactInclusiveIf(0.5)(h.score, h.place = 1) AS median,
       countIf(isNotNull(g.grade)) AS graded, countIf(coalesce(g.grade, 0) >= 2) AS relevant, count() OVER () AS total
     FROM (
       SELECT q.query_id AS query_id, q.question_hash AS question_hash, toString(q.retriever) AS retriever,
         toString(q.score_kind) AS kind, arrayJoin(arrayZip(
           arraySlice(q.hit_chunks, 1, {k:UInt8}), arraySlice(q.hit_scores, 1, {k:UInt8}),
           arraySlice(q.hit_sources, 1, {k:UInt8}), arraySlice(q.hit_titles, 1, {k:UInt8}),
           arraySlice(q.hit_ids, 1, {k:UInt8}),
           arrayEnumerate(arraySlice(q.hit_ids, 1, {k:UInt8})))) AS hit,
         tupleElement(hit, 1) AS chunk, tupleElement(hit, 2) AS score, tupleElement(hit, 6) AS place,
         ${NAMES[by]} AS name
       FROM queries AS q WHERE ${condition.where} AND ${JUDGEABLE}) AS h
     LEFT JOIN (SELECT question_hash, chunk_hash, grade FROM judgements WHERE ${SEEN_GRADES}) AS g
       ON g.question_hash = h.question_hash AND g.chunk_hash = h.chunk
     GROUP BY name, retriever, kind ORDER BY queries DESC, name, retriever, kind LIMIT {limit:UInt16}`,
    { ...condition.params, limit },
  );
  return {
    k: filter.k ?? DEFAULT_K,
    by,
    items: rows.map(({ kind, median, total: _, ...row }) => {
      const { value, lower, upper, display } = rateOfCounts(row.relevant, row.graded);
      return { ...row, scoreKind: kind, medianTopScore: median, relevantShare: value, lower, upper, display };
    }),
    total: rows[0]?.total ?? 0,
  };
}
