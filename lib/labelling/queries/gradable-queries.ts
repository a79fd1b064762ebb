import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Hit } from '../grade-keys.ts';

/** A logged query, as far as labelling looks at it. */
export interface GradableQuery {
  id: string;
  questionHash: string;
  hits: Hit[];
  /** Its place in the serving order of queues, in (0, 1]. */
  serveOrder: number;
  /** Its permanent random number for a second reviewer, in (0, 1]. */
  overlap: number;
}

const rowSchema = z.object({
  id: z.string(),
  question_hash: z.string(),
  hit_ids: z.array(z.string()),
  hit_chunks: z.array(z.string()),
  v: z.number(),
  o: z.number(),
});

/** Ids bound to one statement: the ClickHouse server takes values in the URL, which has a limit. */
const IDS_A_STATEMENT = 500;

/** The queries of the project with these ids; an id that no query has is left out. */
export async function readGradableQueries(
  ctx: Pick<Context, 'stores' | 'project'>,
  ids: readonly string[],
): Promise<Map<string, GradableQuery>> {
  const distinct = [...new Set(ids)];
  const found = new Map<string, GradableQuery>();
  for (let from = 0; from < distinct.length; from += IDS_A_STATEMENT) {
    const rows = await ctx.stores.queryLog.rows(
      rowSchema,
      `SELECT query_id AS id, question_hash, hit_ids, hit_chunks, v, o FROM queries
       WHERE project_id = {project:String} AND query_id IN {ids:Array(String)} AND bucket IN
         (SELECT bucket FROM query_ids WHERE project_id = {project:String} AND query_id IN {ids:Array(String)})`,
      { project: ctx.project.id, ids: distinct.slice(from, from + IDS_A_STATEMENT) },
    );
    for (const row of rows) {
      const hits = row.hit_ids.map((id, place) => ({ id, chunk: row.hit_chunks[place] ?? '' }));
      found.set(row.id, {
        id: row.id,
        questionHash: row.question_hash,
        hits,
        serveOrder: row.v,
        overlap: row.o,
      });
    }
  }
  return found;
}
