import { z } from 'zod';
import type { QueryLogStore } from '../../platform/query-log-store.ts';
import { gradeRowSchema, labelRowSchema } from '../mirror-rows.ts';

/** Keys after `after` up to and including `upTo`, in byte order; without `upTo` to the end. */
export interface KeyRange {
  after: string;
  upTo: string | undefined;
}

const mirroredLabelSchema = labelRowSchema.extend({ version: z.number() });
const mirroredGradeSchema = gradeRowSchema.extend({ version: z.number() });

const inRange = (column: string, range: KeyRange) =>
  `${column} > {after:String}${range.upTo === undefined ? '' : ` AND ${column} <= {upTo:String}`}`;

/** What the query log holds of the labels of these queries. */
export function readMirroredLabels(queryLog: QueryLogStore, projectId: string, range: KeyRange) {
  return queryLog.rows(
    mirroredLabelSchema,
    `SELECT query_id, toUnixTimestamp(bucket) AS bucket, verdict, failure, secondary_failure, detail, nothing_to_find,
       has_ideal_answer, label_count, reviewers, grading, pi, votes, first_vote,
       second_rate, version
     FROM query_labels WHERE project_id = {project:String} AND ${inRange('query_id', range)}`,
    { project: projectId, after: range.after, upTo: range.upTo ?? '' },
  );
}

/** What the query log holds of the grades of these questions. */
export function readMirroredGrades(queryLog: QueryLogStore, projectId: string, range: KeyRange) {
  return queryLog.rows(
    mirroredGradeSchema,
    `SELECT question_hash, chunk_hash, grade, version FROM judgements
     WHERE project_id = {project:String} AND ${inRange('question_hash', range)}`,
    { project: projectId, after: range.after, upTo: range.upTo ?? '' },
  );
}

/** The chunks that the query log holds a grade of, for these questions. */
export function readMirroredChunks(queryLog: QueryLogStore, projectId: string, questions: readonly string[]) {
  return queryLog.rows(
    z.object({ question_hash: z.string(), chunk_hash: z.string() }),
    `SELECT question_hash, chunk_hash FROM judgements
     WHERE project_id = {project:String} AND question_hash IN {questions:Array(String)}`,
    { project: projectId, questions },
  );
}

/** The hour under which the query log keeps each of these queries, in epoch seconds; unknown ids are left out. */
export async function readBuckets(
  queryLog: QueryLogStore,
  projectId: string,
  queryIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await queryLog.rows(
    z.object({ query_id: z.string(), bucket: z.number() }),
    `SELECT query_id, toUnixTimestamp(bucket) AS bucket FROM query_ids
     WHERE project_id = {project:String} AND query_id IN {ids:Array(String)}`,
    { project: projectId, ids: queryIds },
  );
  return new Map(rows.map((row) => [row.query_id, row.bucket]));
}
