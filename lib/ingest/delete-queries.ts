import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import { mirrorLabels } from '#lib/labelling/mirror-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type Deletion, finishDeletion } from './finish-deletion.ts';
import { ingestState } from './ingest-state.ts';
import { type QuerySelection, selectionSql } from './query-selection.ts';

const countSchema = z.object({ n: z.number() });

/**
 * Deletes queries with all that hangs on them: ids, feedback, tags, labels, queue items. Chunks and registered
 * corpus stay. Without `confirm` it only counts; with it, the number must still be right, else `conflict`.
 * An id that was deleted may be logged again.
 */
export async function deleteQueries(
  ctx: Context,
  selection: QuerySelection,
  confirm?: number,
): Promise<{ matching: number; deleted: number }> {
  requirePermission(ctx, 'queries:delete');
  const { where, params } = selectionSql(ctx.project, selection);
  const { queryLog } = ctx.stores;
  const [row] = await queryLog.rows(
    countSchema,
    `SELECT count() AS n FROM queries AS q WHERE ${where}`,
    params,
  );
  const matching = row?.n ?? 0;
  if (confirm === undefined || matching === 0) return { matching, deleted: 0 };
  requireSame(matching, confirm);

  const deletion = { projectId: ctx.project.id, deletionId: uuidv7() };
  // Between commits: else a query could come back between the removal of its row and that of its id.
  await ingestState(ctx.stores).groupCommit.exclusive(async () => {
    await queryLog.command(
      `INSERT INTO query_deletions SELECT q.project_id, {deletion:String}, q.query_id
       FROM queries AS q WHERE ${where} SETTINGS final = 1, join_use_nulls = 1`,
      { ...params, deletion: deletion.deletionId },
    );
    const noted = await countNoted(ctx, deletion);
    if (noted !== confirm) await forget(ctx, deletion);
    requireSame(noted, confirm);
    await finishDeletion(ctx.stores, deletion);
  });
  await mirrorLabels(ctx.stores, ctx.project.id);
  return { matching, deleted: matching };
}

function requireSame(matching: number, confirm: number): void {
  if (matching === confirm) return;
  throw new AppError('conflict', `${matching} queries match, not ${confirm}. Nothing was deleted.`, {
    path: 'confirm',
  });
}

async function countNoted(ctx: Context, deletion: Deletion): Promise<number> {
  const [row] = await ctx.stores.queryLog.rows(
    countSchema,
    `SELECT count() AS n FROM query_deletions
     WHERE project_id = {projectId:String} AND deletion_id = {deletionId:String}`,
    { ...deletion },
  );
  return row?.n ?? 0;
}

async function forget(ctx: Context, deletion: Deletion): Promise<void> {
  await ctx.stores.queryLog.command(
    'DELETE FROM query_deletions WHERE project_id = {projectId:String} AND deletion_id = {deletionId:String}',
    { ...deletion },
  );
}
