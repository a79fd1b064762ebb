import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** Removes a connection with its key; what uses it fails from then on, in words. Throws `not_found`. */
export async function deleteConnection(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'providers:manage');
  const where = { id: input.id, projectId: ctx.project.id };
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const row = await tx.providerConnection.findFirst({ where });
    if (row === null) throw notFound('The connection');
    await tx.providerConnection.deleteMany({ where });
    await recordAuditEvent(tx, {
      action: 'provider_removed',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: row.name,
      detail: { connectionId: row.id, baseUrl: row.baseUrl },
    });
  });
}
