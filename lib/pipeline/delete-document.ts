import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { knowledgeBaseRow } from './knowledge-base-row.ts';

/** Takes a document out of a base; indices that hold it already keep it. Throws `not_found`. */
export async function deleteDocument(ctx: Context, input: { id: string }): Promise<{ status: 'deleted' }> {
  requirePermission(ctx, 'knowledge:manage');
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const where = { id: input.id, projectId: ctx.project.id };
    const row = await tx.knowledgeDocument.findFirst({ where });
    if (row === null) throw notFound('The document');
    const base = await knowledgeBaseRow(ctx, row.baseId, tx);
    await tx.knowledgeDocument.deleteMany({ where });
    await recordAuditEvent(tx, {
      action: 'knowledge_documents_deleted',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: `${base.name}: ${row.name}`,
    });
  });
  return { status: 'deleted' };
}
