import { z } from 'zod';
import type { QuestionGrade } from './queries/resolved-grades.ts';
import type { ResolvedQuery } from './queries/resolved-labels.ts';

/** A row of the query log's table `query_labels`, without project and version. `bucket` is in epoch seconds. */
export const labelRowSchema = z.object({
  query_id: z.string(),
  bucket: z.number(),
  verdict: z.string(),
  failure: z.string(),
  secondary_failure: z.string(),
  detail: z.string(),
  nothing_to_find: z.boolean().nullable(),
  has_ideal_answer: z.boolean(),
  label_count: z.number(),
  reviewers: z.array(z.string()),
  grading: z.string(),
  pi: z.number().nullable(),
  votes: z.record(z.string(), z.number()),
  first_vote: z.string(),
  second_rate: z.number().nullable(),
});
export type LabelRow = z.output<typeof labelRowSchema>;

/** A row of the query log's table `judgements`, without project and version. */
export const gradeRowSchema = z.object({
  question_hash: z.string(),
  chunk_hash: z.string(),
  grade: z.number(),
});
export type GradeRow = z.output<typeof gradeRowSchema>;

export function labelRow(queryId: string, bucket: number, label: ResolvedQuery): LabelRow {
  return {
    query_id: queryId,
    bucket,
    verdict: label.verdict,
    failure: label.failure ?? '',
    secondary_failure: label.secondaryFailure ?? '',
    detail: label.detail ?? '',
    nothing_to_find: label.nothingToFind,
    has_ideal_answer: label.idealAnswer !== null,
    label_count: label.labelCount,
    reviewers: label.reviewers,
    grading: label.gradingProtocol,
    pi: label.inclusion,
    votes: label.votes,
    first_vote: label.firstVote,
    second_rate: label.secondRate,
  };
}

/** The row that takes a query's label out of the mirror. */
export function emptyLabelRow(queryId: string): LabelRow {
  return {
    query_id: queryId,
    bucket: 0,
    verdict: '',
    failure: '',
    secondary_failure: '',
    detail: '',
    nothing_to_find: null,
    has_ideal_answer: false,
    label_count: 0,
    reviewers: [],
    grading: '',
    pi: null,
    votes: {},
    first_vote: '',
    second_rate: null,
  };
}

export function gradeRow({ questionHash, chunkHash, grade }: QuestionGrade): GradeRow {
  return { question_hash: questionHash, chunk_hash: chunkHash, grade };
}

/** Whether two rows say the same. The engine may read a decimal number one step beside the one that was sent. */
export function sameRow(a: LabelRow | GradeRow, b: LabelRow | GradeRow): boolean {
  return canonical(a) === canonical(b);
}

function canonical(row: LabelRow | GradeRow): string {
  const rounded = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'number' ? value.toPrecision(12) : value,
  ]);
  return JSON.stringify(rounded.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
