import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { SCORE_SOURCES, type ScoreView } from '../schema.ts';

/** `hitId` is empty where the score is of the answer. */
export type QueryScore = ScoreView & { hitId: string };

const rowSchema = z.object({
  hitId: z.string(),
  name: z.string(),
  source: z.enum(SCORE_SOURCES),
  version: z.string(),
  value: z.number().nullable(),
  label: z.string(),
  comment: z.string(),
  at_ms: z.number(),
});

/** All scores of a query and its hits, whoever gave them: the caller hides what the reader must not see. */
export async function queryScores(ctx: Context, id: string): Promise<QueryScore[]> {
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT hit_id AS hitId, toString(name) AS name, toString(source) AS source, scorer_version AS version, value,
       label, comment, toUnixTimestamp64Milli(received_at) AS at_ms
     FROM scores WHERE project_id = {project:String} AND query_id = {id:String}
     ORDER BY hit_id, name, source, scorer_version`,
    { project: ctx.project.id, id },
  );
  return rows.map(({ at_ms, ...row }) => ({ ...row, at: new Date(at_ms).toISOString() }));
}
