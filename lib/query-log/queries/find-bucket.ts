import { z } from 'zod';
import type { Context } from '../../platform/context.ts';

/** The hour under which a query is stored, in epoch seconds; undefined where the project has no such query. */
export async function findBucket(ctx: Context, id: string): Promise<number | undefined> {
  const [row] = await ctx.stores.queryLog.rows(
    z.object({ bucketSeconds: z.number() }),
    `SELECT toUnixTimestamp(bucket) AS bucketSeconds FROM query_ids
     WHERE project_id = {project:String} AND query_id = {id:String}`,
    { project: ctx.project.id, id },
  );
  return row?.bucketSeconds;
}
