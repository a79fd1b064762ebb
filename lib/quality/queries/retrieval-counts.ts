import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { LABELLED_KEYS, RETRIEVAL_RAN, SEEN_LABELS } from '../../query-log/labelled-queries.ts';
import { type Place, placeKey } from '../series-builder.ts';
import type { Slice } from '../slice.ts';

const UNANSWERABLE = 'NOT coalesce(q.expected_answerable, true)';

const countRowSchema = z.object({
  start: z.number(),
  grp: z.string(),
  all: z.number(),
  ran: z.number(),
  zero: z.number(),
  nothing: z.number(),
  nothing_zero: z.number(),
  expected: z.number(),
  hits: z.number().nullable(),
  hits_variance: z.number().nullable(),
  timed: z.number(),
  ms: z.tuple([z.number().nullable(), z.number().nullable()]),
});

const labelEffectSchema = z.object({
  start: z.number(),
  grp: z.string(),
  labelled: z.number(),
  random: z.number(),
  nothing: z.number(),
  nothing_zero: z.number(),
});

/** What the retrieval of the queries of one point did, without grades. */
export interface RetrievalCounts extends Place {
  all: number;
  ran: number;
  zero: number;
  /** The two without the queries for which nothing should be found. */
  answerableRan: number;
  answerableZero: number;
  /** Queries that say which ids they expected. */
  expected: number;
  hits: number | null;
  hitsVariance: number | null;
  timed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  labelled: number;
  randomLabelled: number;
}

/**
 * Counts of each point. One scan over narrow columns takes "nothing to find" from what the queries expected; a
 * second one, over the labelled rows alone, corrects it by what reviewers said.
 */
export async function retrievalCounts(ctx: Context, slice: Slice): Promise<RetrievalCounts[]> {
  const [rows, effects] = await Promise.all([scan(ctx, slice), labelEffects(ctx, slice)]);
  const byPlace = new Map(effects.map((effect) => [placeKey(effect), effect]));
  return rows.map((row) => {
    const effect = byPlace.get(placeKey(row));
    return {
      start: row.start,
      grp: row.grp,
      all: row.all,
      ran: row.ran,
      zero: row.zero,
      answerableRan: row.ran - row.nothing - (effect?.nothing ?? 0),
      answerableZero: row.zero - row.nothing_zero - (effect?.nothing_zero ?? 0),
      expected: row.expected,
      hits: row.hits,
      hitsVariance: row.hits_variance,
      timed: row.timed,
      p50Ms: row.ms[0],
      p95Ms: row.ms[1],
      labelled: effect?.labelled ?? 0,
      randomLabelled: effect?.random ?? 0,
    };
  });
}

function scan(ctx: Context, { condition, placeSql }: Slice) {
  return ctx.stores.queryLog.rows(
    countRowSchema,
    `SELECT ${placeSql}, count() AS all, countIf(${RETRIEVAL_RAN}) AS ran, countIf(${RETRIEVAL_RAN} AND q.zero_hit) AS zero,
       countIf(${RETRIEVAL_RAN} AND ${UNANSWERABLE}) AS nothing,
       countIf(${RETRIEVAL_RAN} AND q.zero_hit AND ${UNANSWERABLE}) AS nothing_zero,
       countIf(${RETRIEVAL_RAN} AND notEmpty(q.expected_ids)) AS expected,
       if(ran > 0, avgIf(q.hit_count, ${RETRIEVAL_RAN}), NULL) AS hits,
       if(ran > 1, varSampIf(q.hit_count, ${RETRIEVAL_RAN}), NULL) AS hits_variance,
       count(q.retrieval_ms) AS timed, quantilesExactInclusive(0.5, 0.95)(q.retrieval_ms) AS ms
     FROM queries AS q WHERE ${condition.where} GROUP BY start, grp`,
    condition.params,
  );
}

/** How far the labels move the two counts of "nothing to find": a reviewer's word stands above the query's own. */
function labelEffects(ctx: Context, { condition, placeSql }: Slice) {
  const moved = `toInt8(l.nothing_to_find) - toInt8(${UNANSWERABLE})`;
  return ctx.stores.queryLog.rows(
    labelEffectSchema,
    `SELECT ${placeSql}, countIf(l.verdict != '') AS labelled,
       countIf(l.verdict != '' AND isNotNull(l.pi)) AS random,
       ifNull(sumIf(${moved}, isNotNull(l.nothing_to_find) AND ${RETRIEVAL_RAN}), 0) AS nothing,
       ifNull(sumIf(${moved}, isNotNull(l.nothing_to_find) AND ${RETRIEVAL_RAN} AND q.zero_hit), 0) AS nothing_zero
     FROM queries AS q
     INNER JOIN (SELECT * FROM query_labels WHERE ${SEEN_LABELS}) AS l ON l.query_id = q.query_id
     PREWHERE (q.bucket, q.query_id) IN (${LABELLED_KEYS}) WHERE ${condition.where}
     GROUP BY start, grp`,
    condition.params,
  );
}
