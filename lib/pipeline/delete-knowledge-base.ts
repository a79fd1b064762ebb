import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { knowledgeBaseRow } from './knowledge-base-row.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { dropIndex } from './prune-indices.ts';

/** Removes a base with its documents, indices and vectors. Queries that were asked of it stay. Throws `not_found`. */
export async function deleteKnowledgeBase(
  ctx: Context,
  providers: PipelineProviders,
  input: { id: string },
): Promise<{ status: 'deleted' }> {
  requirePermission(ctx, 'knowledge:manage');
  const { prisma } = ctx.stores.controlPlane;
  const base = await knowledgeBaseRow(ctx, input.id);
  const baseId = base.id;
  await prisma.knowledgeIndex.updateMany({
    where: { baseId, status: { in: ['queued', 'running'] } },
    data: { status: 'cancelled' },
  });
  for (const index of await prisma.knowledgeIndex.findMany({ where: { baseId } }))
    await dropIndex(ctx, providers, index);
  await prisma.$transaction(async (tx) => {
    await tx.knowledgeChunk.deleteMany({ where: { baseId } });
    await tx.knowledgeText.deleteMany({ where: { baseId } });
    await tx.knowledgeDocument.deleteMany({ where: { baseId } });
    await tx.knowledgeBase.deleteMany({ where: { id: baseId } });
    await recordAuditEvent(tx, {
      action: 'knowledge_base_deleted',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: base.name,
    });
  });
  return { status: 'deleted' };
}
