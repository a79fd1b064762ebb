import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';

const QUESTION_LENGTH = 300;
/** The ClickHouse server takes bound values in the URL, which has a limit. */
const IDS_A_STATEMENT = 500;

/** The beginnings of the questions of these queries, by query id; a query that is gone is left out. */
export async function readQuestionTexts(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  requirePermission(ctx, 'queries:read');
  const texts = new Map<string, string>();
  for (let from = 0; from < ids.length; from += IDS_A_STATEMENT) {
    const rows = await ctx.stores.queryLog.rows(
      z.object({ id: z.string(), question: z.string() }),
      `SELECT query_id AS id, substringUTF8(question, 1, {length:UInt32}) AS question FROM queries
       WHERE project_id = {project:String} AND query_id IN {ids:Array(String)} AND bucket IN
         (SELECT bucket FROM query_ids WHERE project_id = {project:String} AND query_id IN {ids:Array(String)})`,
      { project: ctx.project.id, ids: ids.slice(from, from + IDS_A_STATEMENT), length: QUESTION_LENGTH },
    );
    for (const { id, question } of rows) texts.set(id, question);
  }
  return texts;
}
