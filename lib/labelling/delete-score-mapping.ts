import { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

export const deletedScoreMappingSchema = z.object({ id: z.string() });

/** Deletes a mapping. The labels that it made stay. Throws `not_found`. */
export async function deleteScoreMapping(
  ctx: Context,
  { id }: { id: string },
): Promise<z.output<typeof deletedScoreMappingSchema>> {
  requirePermission(ctx, 'queues:manage');
  const { actor } = ctx;
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const mapping = await tx.scoreMapping.findFirst({ where: { id, projectId } });
    if (mapping === null) throw notFound('The mapping');
    await tx.scoreMapping.deleteMany({ where: { id, projectId } });
    const subject = mapping.name;
    await recordAuditEvent(tx, { action: 'score_mapping_deleted', at: ctx.now(), actor, projectId, subject });
  });
  return { id };
}
