import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { comparableText } from '../../text/shingles.ts';

const PAGE_SIZE = 2000;
const IDS_A_STATEMENT = 500;

/** Where a labelled query that matches stands in the log. */
export interface CandidateKey {
  queryId: string;
  bucketSeconds: number;
}

/** The same, as far as it must be known before it is read whole. */
export interface Candidate extends CandidateKey {
  /** The question as near-duplicates are told by. */
  question: string;
  /** What was searched for it, likewise; null where that is the question. */
  searched: string | null;
  sessionId: string;
}

const rowSchema = z.object({
  query_id: z.string(),
  bucket_seconds: z.number(),
  question: z.string(),
  retrieval_query: z.string().nullable(),
  session_id: z.string(),
});

const COLUMNS = `q.query_id AS query_id, toUnixTimestamp(q.bucket) AS bucket_seconds, q.question AS question,
  q.retrieval_query AS retrieval_query, q.session_id AS session_id`;

/**
 * The labelled queries that match to the eyes of a person, by hour and then id: the order in which the query log holds
 * them. Read page by page, so that memory is that of the answer.
 */
export async function readCandidates(
  ctx: Context,
  filter: Filter,
  personId: string | undefined,
): Promise<Candidate[]> {
  const { where, params } = await filterCondition(ctx, filter, personId);
  const candidates: Candidate[] = [];
  for (;;) {
    const last = candidates.at(-1);
    const rows = await ctx.stores.queryLog.rows(
      rowSchema,
      `SELECT ${COLUMNS} FROM queries AS q
       WHERE ${where} AND q.query_id IN (SELECT query_id FROM query_labels WHERE project_id = {project:String})
         AND (q.bucket, q.query_id) > (fromUnixTimestamp({afterBucket:UInt32}), {afterId:String})
       ORDER BY q.bucket, q.query_id LIMIT ${PAGE_SIZE}`,
      { ...params, afterBucket: last?.bucketSeconds ?? 0, afterId: last?.queryId ?? '' },
    );
    candidates.push(...rows.map(toCandidate));
    if (rows.length < PAGE_SIZE) return candidates;
  }
}

/** The same of these queries, in no order; those that are gone are left out. */
export async function readQuestions(ctx: Context, queryIds: readonly string[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (let from = 0; from < queryIds.length; from += IDS_A_STATEMENT) {
    const rows = await ctx.stores.queryLog.rows(
      rowSchema,
      `SELECT ${COLUMNS} FROM queries AS q
       WHERE q.project_id = {project:String} AND (q.bucket, q.query_id) IN
         (SELECT bucket, query_id FROM query_ids WHERE project_id = {project:String} AND query_id IN {ids:Array(String)})`,
      { project: ctx.project.id, ids: queryIds.slice(from, from + IDS_A_STATEMENT) },
    );
    found.push(...rows.map(toCandidate));
  }
  return found;
}

function toCandidate(row: z.output<typeof rowSchema>): Candidate {
  const question = comparableText(row.question);
  const searched = row.retrieval_query === null ? question : comparableText(row.retrieval_query);
  return {
    queryId: row.query_id,
    bucketSeconds: row.bucket_seconds,
    question,
    searched: searched === question ? null : searched,
    sessionId: row.session_id,
  };
}
