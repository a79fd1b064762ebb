import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import {
  GRADES,
  keysOf,
  LABELLED_QUERIES,
  RETRIEVAL_RAN,
  RETRIEVAL_STATE,
  SEEN_GRADES,
  SEEN_LABELS,
} from '../../query-log/labelled-queries.ts';
import type { Grade } from '../../retrieval-metrics/graded-ranking.ts';
import { type ClusteredPattern, MAX_RESAMPLED } from '../graded-slice.ts';
import { type Place, placeKey } from '../series-builder.ts';
import type { Slice } from '../slice.ts';
import { CLUSTER } from './label-rows.ts';

const gradeSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
const patternRowSchema = z.object({
  start: z.number(),
  grp: z.string(),
  grades: z.array(z.number()),
  outside: z.array(gradeSchema),
  count: z.number(),
  clusters: z.array(z.string()),
});

/** Patterns of each point, by `placeKey`. */
export type PatternsByPlace = Map<string, ClusteredPattern[]>;

/** Clusters are listed per pattern up to this many; a longer list would not be resampled anyway. */
export const CLUSTERS = `groupArray(${MAX_RESAMPLED + 1})(${CLUSTER})`;

/**
 * What people graded: the distinct grade lists of each point, of queries whose retrieval is good, bad or unknown.
 * Only questions with a judgement are read; zero-hit queries only `withZeroHits`.
 */
export function peoplePatterns(ctx: Context, slice: Slice, withZeroHits: boolean): Promise<PatternsByPlace> {
  const zeroHits = withZeroHits ? 'OR q.zero_hit' : 'AND NOT q.zero_hit';
  const { where } = slice.condition;
  return readPatterns(
    ctx,
    slice,
    `SELECT ${slice.placeSql}, ${GRADES} AS grades,
       arraySort(mapValues(mapFilter((c, g) -> NOT has(q.hit_chunks, c), j.grades))) AS outside,
       count() AS count, ${CLUSTERS} AS clusters
     FROM ${LABELLED_QUERIES}
     PREWHERE (q.bucket, q.query_id) IN (
         ${keysOf(`${where} AND ${RETRIEVAL_RAN} AND (
           q.question_hash IN (SELECT question_hash FROM judgements WHERE ${SEEN_GRADES}) ${zeroHits})`)})
     WHERE q.project_id = {project:String} AND ${RETRIEVAL_STATE} IN ('good', 'bad', 'unknown')
     GROUP BY start, grp, grades, outside`,
  );
}

/**
 * What was expected: hits among `expected.relevantIds` count as relevant, all others as irrelevant, and nothing else
 * is relevant. Of queries that say what was expected and whose question has an answer.
 */
export function expectedPatterns(
  ctx: Context,
  slice: Slice,
  withClusters: boolean,
): Promise<PatternsByPlace> {
  return readPatterns(
    ctx,
    slice,
    `SELECT ${slice.placeSql},
       arrayMap(id -> if(has(q.expected_ids, id), 3, 0), q.hit_ids) AS grades,
       arrayMap(id -> 3, arrayFilter(id -> NOT has(q.hit_ids, id), arrayDistinct(q.expected_ids))) AS outside, count() AS count,
       ${withClusters ? CLUSTERS : "CAST([], 'Array(String)')"} AS clusters
     FROM queries AS q
     LEFT JOIN (SELECT query_id, nothing_to_find FROM query_labels WHERE ${SEEN_LABELS}) AS l
       ON l.query_id = q.query_id
     WHERE ${slice.condition.where} AND ${RETRIEVAL_RAN} AND notEmpty(q.expected_ids)
       AND NOT coalesce(l.nothing_to_find, NOT q.expected_answerable, false)
     GROUP BY start, grp, grades, outside`,
    { isComplete: true },
  );
}

/** `isComplete`: the judgements of each query name everything that is relevant. */
export async function readPatterns(
  ctx: Context,
  slice: Slice,
  sql: string,
  judgements: { isComplete?: boolean } = {},
): Promise<PatternsByPlace> {
  const rows = await ctx.stores.queryLog.rows(patternRowSchema, sql, slice.condition.params);
  const byPlace: PatternsByPlace = new Map();
  for (const { start, grp, grades, outside, count, clusters } of rows) {
    addPattern(
      byPlace,
      { start, grp },
      { ranking: { grades: grades.map(toGrade), outside, ...judgements }, count, clusters },
    );
  }
  return byPlace;
}

export function addPattern(byPlace: PatternsByPlace, place: Place, pattern: ClusteredPattern): void {
  const key = placeKey(place);
  const patterns = byPlace.get(key);
  if (patterns === undefined) byPlace.set(key, [pattern]);
  else patterns.push(pattern);
}

function toGrade(stored: number): Grade | null {
  return stored === 0 || stored === 1 || stored === 2 || stored === 3 ? stored : null;
}
