import type { Context } from '../platform/context.ts';
import { requirePermission } from './permissions.ts';
import { type ProjectView, projectView } from './project-schema.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** Puts the project aside: its pages can be read, nothing is taken in, and the switch lists it apart. Safe to repeat. */
export async function archiveProject(ctx: Context): Promise<ProjectView> {
  requirePermission(ctx, 'project:archive');
  const { id, slug } = ctx.project;
  const at = ctx.now();
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id, archivedAt: null },
      data: { archivedAt: at },
    });
    if (count > 0)
      await recordAuditEvent(tx, {
        action: 'project_archived',
        at,
        actor: ctx.actor,
        projectId: id,
        subject: slug,
      });
    return projectView(await tx.project.findUniqueOrThrow({ where: { id } }));
  });
}
