import type { Context } from '../platform/context.ts';
import { requirePermission } from './permissions.ts';
import { type ProjectView, projectView } from './project-schema.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** Takes an archived project back into use. Safe to repeat. */
export async function restoreProject(ctx: Context): Promise<ProjectView> {
  requirePermission(ctx, 'project:archive');
  const { id, slug } = ctx.project;
  const at = ctx.now();
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id, archivedAt: { not: null } },
      data: { archivedAt: null },
    });
    if (count > 0)
      await recordAuditEvent(tx, {
        action: 'project_restored',
        at,
        actor: ctx.actor,
        projectId: id,
        subject: slug,
      });
    return projectView(await tx.project.findUniqueOrThrow({ where: { id } }));
  });
}
