import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { readExport } from './queries/exports.ts';
import type { ExportView } from './schema.ts';

/**
 * Cancels an export that is not finished; a running one stops at its next page and leaves no file. What is
 * finished already stays as it is. Throws `not_found`.
 */
export async function cancelExport(ctx: Context, input: { id: string }): Promise<ExportView> {
  requirePermission(ctx, 'exports:manage');
  const at = ctx.now();
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { id: input.id, projectId, status: { in: ['queued', 'running', 'held'] } },
      data: { status: 'cancelled', finishedAt: at },
    });
    if (count > 0)
      await recordAuditEvent(tx, {
        action: 'export_cancelled',
        at,
        actor: ctx.actor,
        projectId,
        subject: input.id,
      });
  });
  return readExport(ctx, input.id);
}
