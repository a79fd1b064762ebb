import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** Stops an index that is not finished, at its next step. What it has embedded is kept. Throws `not_found`. */
export async function cancelIndex(
  ctx: Context,
  input: { id: string },
): Promise<{ status: 'cancelled' | 'finished' }> {
  requirePermission(ctx, 'knowledge:manage');
  const where = { id: input.id, projectId: ctx.project.id };
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const index = await tx.knowledgeIndex.findFirst({ where });
    if (index === null) throw notFound('The index');
    const { count } = await tx.knowledgeIndex.updateMany({
      where: { ...where, status: { in: ['queued', 'running'] } },
      data: { status: 'cancelled', finishedAt: ctx.now() },
    });
    if (count === 0) return { status: 'finished' };
    await recordAuditEvent(tx, {
      action: 'knowledge_index_cancelled',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: index.version,
    });
    return { status: 'cancelled' };
  });
}
