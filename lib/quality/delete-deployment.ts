import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** Takes a deployment off the time axes. Throws `not_found`. */
export async function deleteDeployment(ctx: Context, { id }: { id: string }): Promise<{ id: string }> {
  requirePermission(ctx, 'deployments:write');
  const { actor } = ctx;
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const row = await tx.deployment.findFirst({ where: { id, projectId } });
    if (row === null) throw notFound('The deployment');
    await tx.deployment.deleteMany({ where: { id, projectId } });
    const entry = { at: ctx.now(), actor, projectId, subject: row.version };
    await recordAuditEvent(tx, { action: 'deployment_deleted', ...entry });
  });
  return { id };
}
