import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';

/** What the charts can see of the labels of a project. */
export async function mirroredLabels(ctx: Context) {
  return ctx.stores.queryLog.rows(
    z.record(z.string(), z.unknown()),
    `SELECT query_id, toUnixTimestamp(bucket) AS bucket, verdict, failure, secondary_failure, detail, nothing_to_find,
       has_ideal_answer, label_count, reviewers, grading, round(pi, 9) AS pi
     FROM query_labels WHERE project_id = {project:String} ORDER BY query_id`,
    { project: ctx.project.id },
  );
}

export async function mirroredGrades(ctx: Context) {
  return ctx.stores.queryLog.rows(
    z.object({ question: z.string(), chunk: z.string(), grade: z.number() }),
    `SELECT question_hash AS question, chunk_hash AS chunk, grade FROM judgements
     WHERE project_id = {project:String} ORDER BY question, chunk`,
    { project: ctx.project.id },
  );
}
