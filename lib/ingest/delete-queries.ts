import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import { recordAuditEvent } from '#lib/auth/record-audit-event.ts';
import { mirrorLabels } from '#lib/labelling/mirror-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { FilterSql } from '#lib/query-log/filter-sql.ts';
import { finishDeletion, SEAL } from './finish-deletion.ts';
import { type Deletion, forgetDeletion } from './forget-deletion.ts';
import { ingestState } from './ingest-state.ts';
import { type QuerySelection, selectionSql } from './query-selection.ts';

const countSchema = z.object({ n: z.number() });

/**
 * Deletes queries with all that hangs on them: ids, feedback, scores, tags, labels, queue items. Chunks and registered
 * corpus stay. Without `confirm` it only counts; with it, the number must still be right, else `conflict`.
 * An id that was deleted may be logged again.
 */
export async function deleteQueries(
  ctx: Context,
  selection: QuerySelection,
  confirm?: number,
): Promise<{ matching: number; deleted: number }> {
  requirePermission(ctx, 'queries:delete');
  const selected = await selectionSql(ctx, selection);
  if (confirm === undefined) return { matching: await countMatching(ctx, selected), deleted: 0 };
  // Between commits: else a query could come back between the removal of its row and that of its id.
  const deleted = await ingestState(ctx.stores).groupCommit.exclusive(async () => {
    const matching = await countMatching(ctx, selected);
    if (matching === 0) return 0;
    requireSame(matching, confirm);
    await finishDeletion(ctx.stores, await noteDeletion(ctx, selected, confirm));
    return matching;
  });
  if (deleted > 0) await mirrorLabels(ctx.stores, ctx.project.id);
  return { matching: deleted, deleted };
}

/**
 * Writes the ids into the journal. Labels and tags may change meanwhile and with them what a filter matches, so
 * the last row is the seal: until it is there, nothing will be deleted, whatever the process comes to.
 */
async function noteDeletion(ctx: Context, { where, params }: FilterSql, confirm: number): Promise<Deletion> {
  const { queryLog } = ctx.stores;
  const deletion = { projectId: ctx.project.id, deletionId: uuidv7() };
  await queryLog.command(
    `INSERT INTO query_deletions SELECT q.project_id, {deletion:String}, q.query_id
     FROM queries AS q WHERE ${where} SETTINGS final = 1, join_use_nulls = 1`,
    { ...params, deletion: deletion.deletionId },
  );
  const noted = await countNoted(ctx, deletion);
  if (noted !== confirm) await forgetDeletion(queryLog, deletion);
  requireSame(noted, confirm);
  // Before the seal: an entry too many can be explained, a deletion without one cannot.
  await recordAuditEvent(ctx.stores.controlPlane.prisma, {
    action: 'queries_deleted',
    at: ctx.now(),
    actor: ctx.actor,
    projectId: ctx.project.id,
    subject: deletion.deletionId,
    detail: { queries: noted },
  });
  await queryLog.insert('query_deletions', [
    { project_id: deletion.projectId, deletion_id: deletion.deletionId, query_id: SEAL },
  ]);
  return deletion;
}

async function countMatching(ctx: Context, { where, params }: FilterSql): Promise<number> {
  const [row] = await ctx.stores.queryLog.rows(
    countSchema,
    `SELECT count() AS n FROM queries AS q WHERE ${where}`,
    params,
  );
  return row?.n ?? 0;
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
