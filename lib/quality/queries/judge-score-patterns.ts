import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { RETRIEVAL_RAN, SEEN_LABELS, SEEN_SCORES } from '../../query-log/labelled-queries.ts';
import type { Slice } from '../slice.ts';
import { CLUSTERS, type PatternsByPlace, readPatterns } from './ranking-patterns.ts';

const OF_JUDGES = `project_id = {project:String} AND name = 'relevance' AND source = 'judge' AND hit_id != ''
  AND isNotNull(value)`;

/**
 * Grades of hits by judges, from their scores called `relevance`: of several versions of a judge the last to speak. A
 * version that ever gave more than 1 uses the grades 0 to 3 (other values grade nothing); all others give 0 to 1, of
 * which 0.5 and above is relevant (grade 2).
 */
const JUDGE_GRADES = `SELECT s.query_id AS query_id,
    CAST((groupArray(s.hit_id), groupArray(multiIf(
      NOT w.graded, if(s.last >= 0.5, 2, 0),
      s.last IN (0, 1, 2, 3), s.last,
      -1))), 'Map(String, Int8)') AS grades
  FROM (SELECT query_id, hit_id, argMax(value, version) AS last, argMax(scorer_version, version) AS scorer
    FROM scores WHERE ${OF_JUDGES} AND ${SEEN_SCORES} GROUP BY query_id, hit_id) AS s
  INNER JOIN (SELECT scorer_version, max(value) > 1 AS graded FROM scores WHERE ${OF_JUDGES}
    GROUP BY scorer_version) AS w ON w.scorer_version = s.scorer
  GROUP BY query_id`;

/**
 * What judges graded: the distinct grade lists of each point, of queries whose retrieval ran and that have an answer;
 * zero-hit queries only `withZeroHits`. Undefined where no judge graded a hit of the project.
 */
export async function judgePatterns(
  ctx: Context,
  slice: Slice,
  withZeroHits: boolean,
): Promise<PatternsByPlace | undefined> {
  const [any] = await ctx.stores.queryLog.rows(
    z.object({ one: z.number() }),
    `SELECT 1 AS one FROM scores WHERE ${OF_JUDGES} LIMIT 1`,
    { project: ctx.project.id },
  );
  if (any === undefined) return undefined;
  const zeroHits = withZeroHits ? 'OR q.zero_hit' : 'AND NOT q.zero_hit';
  return readPatterns(
    ctx,
    slice,
    `SELECT ${slice.placeSql},
       arrayMap(id -> if(mapContains(s.grades, id), s.grades[id], toInt8(-1)), q.hit_ids) AS grades,
       CAST([], 'Array(UInt8)') AS outside, count() AS count, ${CLUSTERS} AS clusters
     FROM queries AS q
     LEFT JOIN (${JUDGE_GRADES}) AS s ON s.query_id = q.query_id
     LEFT JOIN (SELECT query_id, nothing_to_find FROM query_labels WHERE ${SEEN_LABELS}) AS l
       ON l.query_id = q.query_id
     WHERE ${slice.condition.where} AND ${RETRIEVAL_RAN} AND (
         q.query_id IN (SELECT query_id FROM scores WHERE ${OF_JUDGES} AND ${SEEN_SCORES}) ${zeroHits})
       AND NOT coalesce(l.nothing_to_find, NOT q.expected_answerable, false)
     GROUP BY start, grp, grades`,
  );
}
