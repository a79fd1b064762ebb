import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** Deletes a saved view for everyone. Throws `not_found`. */
export async function deleteSavedView(ctx: Context, { id }: { id: string }): Promise<{ id: string }> {
  requirePermission(ctx, 'saved-views:write');
  const { actor } = ctx;
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const view = await tx.savedView.findFirst({ where: { id, projectId } });
    if (view === null) throw notFound('The saved view');
    await tx.savedView.deleteMany({ where: { id, projectId } });
    const entry = { at: ctx.now(), actor, projectId, subject: view.name };
    await recordAuditEvent(tx, { action: 'saved_view_deleted', ...entry });
  });
  return { id };
}
