import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { filterSchema } from '#lib/query-log/filter.ts';
import { storableText } from './cleaned-text.ts';
import { type QuerySelection, selectionSql } from './query-selection.ts';
import { LIMITS } from './schema.ts';

const tagsSchema = z.array(z.string().trim().min(1).max(256).transform(storableText)).max(100).default([]);

/** Either `ids` or `filter`. A tag that was logged with its query cannot be removed. */
export const tagQueriesSchema = z
  .object({
    ids: z.array(z.string().min(1).max(LIMITS.idLength)).min(1).max(500).optional(),
    filter: filterSchema.optional(),
    add: tagsSchema,
    remove: tagsSchema,
  })
  .refine((input) => (input.ids === undefined) !== (input.filter === undefined), 'needs either ids or filter')
  .refine((input) => input.add.every((tag) => !input.remove.includes(tag)), 'adds and removes the same tag');

/** Tags queries and says how many were meant. */
export async function tagQueries(
  ctx: Context,
  input: z.input<typeof tagQueriesSchema>,
): Promise<{ tagged: number }> {
  requirePermission(ctx, 'queries:tag');
  const { ids, filter, add, remove } = tagQueriesSchema.parse(input);
  const selection: QuerySelection = ids === undefined ? { filter: filter ?? {} } : { ids };
  const { where, params } = await selectionSql(ctx, selection);
  const { queryLog } = ctx.stores;
  const [row] = await queryLog.rows(
    z.object({ n: z.number() }),
    `SELECT count() AS n FROM queries AS q WHERE ${where}`,
    params,
  );
  const tagged = row?.n ?? 0;
  const insert = (tags: readonly string[], deleted: 0 | 1) =>
    queryLog.command(
      `INSERT INTO query_tags (project_id, query_id, tag, version, deleted)
       SELECT q.project_id, q.query_id, arrayJoin({tagNames:Array(String)}), {version:UInt64}, {deleted:UInt8}
       FROM queries AS q WHERE ${where} SETTINGS final = 1, join_use_nulls = 1`,
      { ...params, tagNames: [...tags], version: ctx.now().getTime(), deleted },
    );
  if (tagged > 0 && add.length > 0) await insert(add, 0);
  if (tagged > 0 && remove.length > 0) await insert(remove, 1);
  return { tagged };
}
