import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';

const rowSchema = z.looseObject({ query_id: z.string(), version: z.number(), retrievals: z.string() });
export type StoredQuery = z.output<typeof rowSchema>;

/** The stored rows of the ids, or of the whole project, as any reader sees them, in the order of their ids. */
export function storedQueries(ctx: Context, ids?: readonly string[]): Promise<StoredQuery[]> {
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT * FROM queries WHERE project_id = {project:String}
     ${ids === undefined ? '' : 'AND query_id IN {ids:Array(String)}'} ORDER BY query_id`,
    { project: ctx.project.id, ...(ids === undefined ? {} : { ids: [...ids] }) },
  );
}

/** What a row says of its query, without what says when and how often it was written. */
export function contentOf(row: StoredQuery): Record<string, unknown> {
  const { version: _v, received_at: _r, bucket: _b, project_id: _p, u: _u, v: _w, o: _o, ...content } = row;
  return content;
}
