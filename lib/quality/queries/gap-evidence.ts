import { z } from 'zod';
import type { QueryLogStore } from '../../platform/query-log-store.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import {
  LABELLED_QUERIES,
  NOTHING_HIDDEN,
  RETRIEVAL_STATE,
  touchedKeys,
} from '../../query-log/labelled-queries.ts';

/** Questions beyond these, the least asked, form no gaps. */
const MAX_QUESTIONS = 1500;
const MAX_GOOD = 20_000;
/** What was last asked longer ago, seen from the newest query, is nobody's gap any more. */
const DAYS = 90;

/** A question that was asked in vain: nothing was found, or its answer lacked knowledge. */
const vainSchema = z.object({
  questionHash: z.string(),
  question: z.string(),
  queries: z.number(),
  zeroHits: z.number(),
  missing: z.number(),
  /** Epoch milliseconds. */
  firstAt: z.number(),
  lastAt: z.number(),
  lastQueryId: z.string(),
});
export type VainQuestion = z.output<typeof vainSchema>;

/** A query whose retrieval is good by people's grades. */
const servedSchema = z.object({
  questionHash: z.string(),
  question: z.string(),
  at: z.number(),
  queryId: z.string(),
  isReplay: z.boolean(),
});
export type ServedQuery = z.output<typeof servedSchema>;

const QUESTION = 'coalesce(q.retrieval_query, q.question)';
/** What people asked; only that is asked in vain. */
export const REAL = `q.origin IN ('live', 'import')`;

/** Everything that makes and closes a project's gaps, for all readers alike: blindness is for those who show it. */
export async function gapEvidence(
  queryLog: QueryLogStore,
  projectId: string,
): Promise<{ vain: VainQuestion[]; served: ServedQuery[] }> {
  const params = {
    project: projectId,
    k: DEFAULT_K,
    hidden: NOTHING_HIDDEN.queries,
    hiddenQuestions: NOTHING_HIDDEN.questions,
    since: await sinceOf(queryLog, projectId),
  };
  const recent = `q.project_id = {project:String} AND q.bucket >= toStartOfHour(fromUnixTimestamp64Milli({since:Int64}, 'UTC'))`;
  const [vain, served] = await Promise.all([
    queryLog.rows(vainSchema, vainSql(recent), params),
    queryLog.rows(servedSchema, servedSql(recent), params),
  ]);
  return { vain, served };
}

async function sinceOf(queryLog: QueryLogStore, projectId: string): Promise<number> {
  const [row] = await queryLog.rows(
    z.object({ last: z.number() }),
    'SELECT toUnixTimestamp64Milli(max(q.started_at)) AS last FROM queries AS q WHERE q.project_id = {project:String}',
    { project: projectId },
  );
  return Math.max(0, (row?.last ?? 0) - DAYS * 86_400_000);
}

/** Only where something should have been found: a question that no document answers on purpose is no gap. */
function vainSql(recent: string): string {
  const isZeroHit = `q.zero_hit AND q.error_stage != 'retrieval'`;
  return `SELECT q.question_hash AS questionHash, argMax(${QUESTION}, (q.started_at, q.query_id)) AS question,
      count() AS queries, countIf(${isZeroHit}) AS zeroHits,
      countIf(ifNull(l.failure = 'missing_knowledge', false)) AS missing,
      toUnixTimestamp64Milli(min(q.started_at)) AS firstAt, toUnixTimestamp64Milli(max(q.started_at)) AS lastAt,
      argMax(q.query_id, (q.started_at, q.query_id)) AS lastQueryId
    FROM queries AS q
    LEFT JOIN (SELECT query_id, failure, nothing_to_find FROM query_labels WHERE project_id = {project:String}) AS l
      ON l.query_id = q.query_id
    WHERE ${recent} AND ${REAL} AND NOT coalesce(l.nothing_to_find, NOT q.expected_answerable, false)
      AND ((${isZeroHit}) OR q.query_id IN (
        SELECT query_id FROM query_labels WHERE project_id = {project:String} AND failure = 'missing_knowledge'))
    GROUP BY questionHash ORDER BY queries DESC, lastAt DESC, questionHash LIMIT ${MAX_QUESTIONS}`;
}

function servedSql(recent: string): string {
  const asked = `${recent} AND (${REAL} OR q.origin = 'replay')`;
  return `SELECT q.question_hash AS questionHash, ${QUESTION} AS question,
      toUnixTimestamp64Milli(q.started_at) AS at, q.query_id AS queryId, (q.origin = 'replay')::Bool AS isReplay
    FROM ${LABELLED_QUERIES}
    PREWHERE (q.bucket, q.query_id) IN (${touchedKeys(asked)})
    WHERE q.project_id = {project:String} AND ${RETRIEVAL_STATE} = 'good'
      AND ifNull(l.failure != 'missing_knowledge', true)
    ORDER BY q.started_at DESC LIMIT ${MAX_GOOD}`;
}
