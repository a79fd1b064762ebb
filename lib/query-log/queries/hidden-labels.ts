import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';
import { type Hidden, NOTHING_HIDDEN } from '../labelled-queries.ts';
import { isBlind, unseenQueries } from './blind-queries.ts';

/** A statement carries at most this many ids beside those of its filter. */
const IDS_A_STATEMENT = 1000;

/**
 * What must not show in anything that is read for a person, by default the one who asks: the queries they must still
 * judge unseen, and the graded questions of these, for a grade is shared by all queries that ask the same.
 */
export async function hiddenLabels(ctx: Context, personId?: string): Promise<Hidden> {
  const queries = await unseenQueries(ctx, personId);
  if (queries.length === 0) return NOTHING_HIDDEN;
  const questions = new Set<string>();
  for (let from = 0; from < queries.length; from += IDS_A_STATEMENT) {
    const rows = await ctx.stores.queryLog.rows(
      z.object({ question_hash: z.string() }),
      `SELECT DISTINCT question_hash FROM queries PREWHERE project_id = {project:String}
         AND (bucket, query_id) IN (SELECT bucket, query_id FROM query_ids
           WHERE project_id = {project:String} AND query_id IN {ids:Array(String)})
       WHERE question_hash IN (SELECT question_hash FROM judgements WHERE project_id = {project:String})`,
      { project: ctx.project.id, ids: queries.slice(from, from + IDS_A_STATEMENT) },
    );
    for (const row of rows) questions.add(row.question_hash);
  }
  return { queries, questions: [...questions] };
}

/** How many queries count as unlabelled for the person who asks although others have labelled them. */
export async function countHiddenLabels(ctx: Context): Promise<number> {
  const { actor, project } = ctx;
  if (actor.kind !== 'person' || (await unseenQueries(ctx)).length === 0) return 0;
  const [row] = await ctx.stores.controlPlane.prisma.$queryRaw<{ hidden: number }[]>`
    SELECT count(DISTINCT label."queryId")::int AS "hidden" FROM "Label" AS label
    WHERE label."projectId" = ${project.id} AND label."current" AND label."personId" <> ${actor.personId}
      AND ${isBlind(ctx, actor.personId, Prisma.sql`label."queryId"`)}`;
  return row?.hidden ?? 0;
}
