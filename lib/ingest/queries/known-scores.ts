import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { type ScoreRow, scoreKey } from '../score-row.ts';

const rowSchema = z.object({
  query_id: z.string(),
  hit_id: z.string(),
  name: z.string(),
  source: z.string(),
  scorer_version: z.string(),
  value: z.number().nullable(),
  label: z.string(),
  comment: z.string(),
  version: z.number(),
});
export type KnownScore = Pick<ScoreRow, 'value' | 'label' | 'comment' | 'version'>;

/** What is stored under the keys of these scores, by `scoreKey`. */
export async function knownScores(ctx: Context, rows: readonly ScoreRow[]): Promise<Map<string, KnownScore>> {
  if (rows.length === 0) return new Map();
  const found = await ctx.stores.queryLog.rowsForIngest(
    rowSchema,
    `SELECT query_id, hit_id, name, source, scorer_version, value, label, comment, version FROM scores
     WHERE project_id = {project:String} AND query_id IN {ids:Array(String)} AND name IN {names:Array(String)}`,
    {
      project: ctx.project.id,
      ids: [...new Set(rows.map((row) => row.query_id))],
      names: [...new Set(rows.map((row) => row.name))],
    },
  );
  return new Map(
    found.map((row) => [
      scoreKey({ ...row, project_id: ctx.project.id, source: row.source as ScoreRow['source'] }),
      row,
    ]),
  );
}
