import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';

const countSchema = z.object({ n: z.number() });

/** How many rows the project has in a table of the query log, as every reader counts them. */
export async function countRows(ctx: Context, table: string, condition = 'true'): Promise<number> {
  const [row] = await ctx.stores.queryLog.rows(
    countSchema,
    `SELECT count() AS n FROM ${table} WHERE project_id = {project:String} AND ${condition}`,
    { project: ctx.project.id },
  );
  return row?.n ?? 0;
}

/** Every stored id, as often as it is stored. */
export async function storedIds(ctx: Context, table = 'queries'): Promise<string[]> {
  const rows = await ctx.stores.queryLog.rows(
    z.object({ query_id: z.string() }),
    `SELECT query_id FROM ${table} WHERE project_id = {project:String} ORDER BY query_id`,
    { project: ctx.project.id },
  );
  return rows.map((row) => row.query_id);
}

/** One stored query with the given columns as the store writes them. */
export async function storedQuery<T>(
  ctx: Context,
  id: string,
  schema: z.ZodType<T>,
  columns = '*',
): Promise<T | undefined> {
  const [row] = await ctx.stores.queryLog.rows(
    schema,
    `SELECT ${columns} FROM queries WHERE project_id = {project:String} AND query_id = {id:String}`,
    { project: ctx.project.id, id },
  );
  return row;
}
