import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { QueryDetail } from '../schema.ts';
import { blindQueries } from './blind-queries.ts';
import { chunkTexts } from './chunk-texts.ts';
import { DETAIL_COLUMNS, type DetailRow, detailRowSchema, parseCandidates, toDetail } from './detail-row.ts';
import { findStored } from './find-bucket.ts';
import { hiddenLabels } from './hidden-labels.ts';
import { itemSelect } from './item-row.ts';
import { isMachineHidden, withoutMachine } from './machine-hidden.ts';
import { queryScores } from './query-scores.ts';

/**
 * Everything known of one query, with the texts of its hits, the grades of people and all scores. What the reader must
 * judge unseen comes without what others, or where the queue says so machines, said of it. Throws `not_found`.
 */
export async function readQuery(ctx: Context, sentId: string): Promise<QueryDetail> {
  requirePermission(ctx, 'queries:read');
  const { id = sentId, bucketSeconds } = (await findStored(ctx, sentId)) ?? {};
  const row = bucketSeconds === undefined ? undefined : await readRow(ctx, id, bucketSeconds);
  if (row === undefined) throw notFound('The query');
  const chunks = [...row.hit_chunks, ...parseCandidates(row.candidates).map(({ chunk }) => chunk)];
  const [texts, grades, comments, scores, blind, { questions }, hidesMachine] = await Promise.all([
    chunkTexts(ctx, chunks),
    readGrades(ctx, row.question_hash),
    readComments(ctx, id),
    queryScores(ctx, id),
    blindQueries(ctx, [id]),
    hiddenLabels(ctx),
    isMachineHidden(ctx, id),
  ]);
  const hidden = blind.has(id);
  const detail = toDetail(row, {
    texts,
    // Another query that asks the same may have to be judged unseen: the grades are its grades too.
    grades: hidden || questions.includes(row.question_hash) ? new Map() : grades,
    comments,
    scores: hidden ? scores.filter(({ source }) => source === 'code') : scores,
    blind: hidden,
  });
  return hidesMachine ? withoutMachine(detail) : detail;
}

async function readRow(ctx: Context, id: string, bucket: number): Promise<DetailRow | undefined> {
  const [row] = await ctx.stores.queryLog.rows(detailRowSchema, itemSelect(undefined, DETAIL_COLUMNS), {
    project: ctx.project.id,
    buckets: [bucket],
    ids: [id],
  });
  return row;
}

async function readGrades(ctx: Context, questionHash: string): Promise<Map<string, number>> {
  const rows = await ctx.stores.queryLog.rows(
    z.object({ chunk_hash: z.string(), grade: z.number() }),
    `SELECT chunk_hash, grade FROM judgements
     WHERE project_id = {project:String} AND question_hash = {questionHash:String}`,
    { project: ctx.project.id, questionHash },
  );
  return new Map(rows.map((row) => [row.chunk_hash, row.grade]));
}

function readComments(ctx: Context, id: string): Promise<QueryDetail['feedbackComments']> {
  return ctx.stores.queryLog.rows(
    z.object({ userId: z.string(), score: z.number(), comment: z.string() }),
    `SELECT user_id AS userId, score, comment FROM feedback
     WHERE project_id = {project:String} AND query_id = {id:String} ORDER BY version, user_id`,
    { project: ctx.project.id, id },
  );
}
