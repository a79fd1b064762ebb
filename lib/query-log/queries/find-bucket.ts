import { z } from 'zod';
import type { Context } from '../../platform/context.ts';

/** The hour under which a query is stored, in epoch seconds; undefined where the project has no such query. */
export async function findBucket(ctx: Context, id: string): Promise<number | undefined> {
  return (await findStored(ctx, id))?.bucketSeconds;
}

/** The same with the id under which it is stored: an application may have given one to a query its spans had made. */
export async function findStored(
  ctx: Context,
  id: string,
): Promise<{ id: string; bucketSeconds: number } | undefined> {
  const [row] = await ctx.stores.queryLog.rows(
    z.object({ id: z.string(), bucketSeconds: z.number() }),
    `SELECT if(i.same_as = '', i.query_id, i.same_as) AS id, toUnixTimestamp(i.bucket) AS bucketSeconds
     FROM query_ids AS i WHERE i.project_id = {project:String} AND i.query_id = {id:String}`,
    { project: ctx.project.id, id },
  );
  return row;
}
