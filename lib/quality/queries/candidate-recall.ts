import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import { keysOf, LABELLED_QUERIES, RETRIEVAL_RAN, SEEN_LABELS } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { rateDisplay, rateOfCounts } from '../../statistics/rate.ts';
import { normalInterval } from '../measurement.ts';
import type { CandidateRecall } from '../retrieval-report-schema.ts';

const sumSchema = z.object({
  n: z.number(),
  candidates: z.number().nullable(),
  candidates_at_k: z.number().nullable(),
  hits_at_k: z.number().nullable(),
  variance: z.number().nullable(),
  losing: z.number(),
});

/** A field of every logged candidate, in the store's order. */
const candidatesOf = (field: 'id' | 'chunk') =>
  `arrayMap(c -> JSONExtractString(c, '${field}'), JSONExtractArrayRaw(q.candidates))`;
const HAS_CANDIDATES = `${RETRIEVAL_RAN} AND q.candidates NOT IN ('', '[]')`;

/**
 * What ranking lost: recall of everything the store returned beside recall of the first k hits, over queries with
 * candidates whose relevant chunks are known. People and what was expected apart.
 */
export async function candidateRecall(ctx: Context, filter: Filter): Promise<CandidateRecall> {
  requirePermission(ctx, 'quality:read');
  const condition = await filterCondition(ctx, filter);
  const [totals] = await ctx.stores.queryLog.rows(
    z.object({ ran: z.number(), with_candidates: z.number() }),
    `SELECT countIf(${RETRIEVAL_RAN}) AS ran, countIf(${HAS_CANDIDATES}) AS with_candidates
     FROM queries AS q WHERE ${condition.where}`,
    condition.params,
  );
  const { ran = 0, with_candidates = 0 } = totals ?? {};
  const shared = { k: filter.k ?? DEFAULT_K, ran, withCandidates: with_candidates };
  if (with_candidates === 0) return { ...shared, losses: [] };

  const keys = keysOf(`${condition.where} AND ${HAS_CANDIDATES}`);
  const sums = (ranked: string) => `SELECT count() AS n, avg(r_candidates) AS candidates,
      avg(r_candidates_at_k) AS candidates_at_k, avg(r_hits) AS hits_at_k,
      if(n > 1, varSamp(r_candidates - r_hits), NULL) AS variance, countIf(r_candidates > r_hits + 1e-9) AS losing
    FROM (SELECT
      length(arrayIntersect(relevant, arrayConcat(candidates, hits))) / length(relevant) AS r_candidates,
      length(arrayIntersect(relevant, arraySlice(candidates, 1, {k:UInt8}))) / length(relevant) AS r_candidates_at_k,
      length(arrayIntersect(relevant, arraySlice(hits, 1, {k:UInt8}))) / length(relevant) AS r_hits
      FROM (${ranked}) WHERE notEmpty(relevant))`;
  const people = `SELECT mapKeys(mapFilter((c, g) -> g >= 2, j.grades)) AS relevant, ${candidatesOf('chunk')} AS candidates,
      q.hit_chunks AS hits
    FROM ${LABELLED_QUERIES} PREWHERE (q.bucket, q.query_id) IN (${keys})
    WHERE q.project_id = {project:String} AND NOT coalesce(l.nothing_to_find, NOT q.expected_answerable, false)`;
  const expected = `SELECT arrayDistinct(q.expected_ids) AS relevant, ${candidatesOf('id')} AS candidates, q.hit_ids AS hits
    FROM queries AS q
    LEFT JOIN (SELECT query_id, nothing_to_find FROM query_labels WHERE ${SEEN_LABELS}) AS l ON l.query_id = q.query_id
    WHERE ${condition.where} AND ${HAS_CANDIDATES} AND notEmpty(q.expected_ids)
      AND NOT coalesce(l.nothing_to_find, NOT q.expected_answerable, false)`;
  const [byPeople, byExpected] = await Promise.all(
    [people, expected].map(async (ranked) => {
      const [sum] = await ctx.stores.queryLog.rows(sumSchema, sums(ranked), condition.params);
      return sum;
    }),
  );
  return { ...shared, losses: [...lossOf('people', byPeople), ...lossOf('expected', byExpected)] };
}

function lossOf(
  source: 'people' | 'expected',
  sum: z.output<typeof sumSchema> | undefined,
): CandidateRecall['losses'] {
  if (sum === undefined || sum.n === 0) return [];
  const { n, variance, losing } = sum;
  const [candidates, candidatesAtK, hitsAtK] = [
    sum.candidates ?? 0,
    sum.candidates_at_k ?? 0,
    sum.hits_at_k ?? 0,
  ];
  const lost = candidates - hitsAtK;
  // Where no query lost anything the variance is zero, and the next one may lose something all the same.
  const interval =
    losing === 0 ? rateOfCounts(0, n) : variance === null ? null : normalInterval(lost, variance / n);
  return [
    {
      source,
      n,
      candidates,
      candidatesAtK,
      hitsAtK,
      lost,
      lower: interval === null ? null : Math.max(0, interval.lower),
      upper: interval === null ? null : Math.min(1, interval.upper),
      display: rateDisplay(n),
      losing,
    },
  ];
}
