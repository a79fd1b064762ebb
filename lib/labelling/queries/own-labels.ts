import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { OwnLabel } from '../own-label-schema.ts';
import { requirePerson } from '../require-person.ts';
import { undoUntil } from '../undoable.ts';

const SHOWN = 50;
const QUESTION_LENGTH = 200;

/**
 * The last 50 labels of the person who asks, newest first. Answers to gold items are among them, for nothing may
 * tell these from others.
 */
export async function listOwnLabels(ctx: Context): Promise<OwnLabel[]> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const rows = await ctx.stores.controlPlane.prisma.$queryRaw<
    (Pick<OwnLabel, 'id' | 'queryId' | 'verdict' | 'failure' | 'queueId'> & { at: Date })[]
  >`
    SELECT said."id", said."queryId", said."verdict", said."failure", item."queueId", said."at"
    FROM (
      SELECT "id", "queryId", "verdict", "failure", "itemId", "createdAt" AS "at" FROM "Label"
      WHERE "projectId" = ${ctx.project.id} AND "personId" = ${personId} AND "current"
      UNION ALL
      SELECT "id", "queryId", "verdict", "failure", "itemId", "at" FROM "GoldAnswer"
      WHERE "projectId" = ${ctx.project.id} AND "personId" = ${personId}
    ) AS said LEFT JOIN "QueueItem" AS item ON item."id" = said."itemId"
    ORDER BY said."at" DESC, said."id" DESC LIMIT ${SHOWN}`;
  const questions = await readQuestions(
    ctx,
    rows.map(({ queryId }) => queryId),
  );
  return rows.map(({ at, ...row }) => ({
    ...row,
    question: questions.get(row.queryId) ?? '',
    createdAt: at.toISOString(),
    undoUntil: undoUntil(at).toISOString(),
  }));
}

async function readQuestions(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.stores.queryLog.rows(
    z.object({ id: z.string(), question: z.string() }),
    `SELECT query_id AS id, substringUTF8(question, 1, {length:UInt16}) AS question FROM queries
     WHERE project_id = {project:String} AND query_id IN {ids:Array(String)} AND bucket IN
       (SELECT bucket FROM query_ids WHERE project_id = {project:String} AND query_id IN {ids:Array(String)})`,
    { project: ctx.project.id, ids: [...new Set(ids)], length: QUESTION_LENGTH },
  );
  return new Map(rows.map(({ id, question }) => [id, question]));
}
