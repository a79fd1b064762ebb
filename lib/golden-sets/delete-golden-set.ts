import { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { requireGoldenSet } from './queries/golden-sets.ts';

export const deletedGoldenSetSchema = z.object({ id: z.string() });

/** Deletes a set with all its versions. Its questions may be in training files from then on. Throws `not_found`. */
export async function deleteGoldenSet(
  ctx: Context,
  { id }: { id: string },
): Promise<z.output<typeof deletedGoldenSetSchema>> {
  requirePermission(ctx, 'golden-sets:write');
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const { name, version, questions } = await requireGoldenSet(ctx, id, tx);
    await tx.goldenSet.deleteMany({ where: { id, projectId } });
    await recordAuditEvent(tx, {
      action: 'golden_set_deleted',
      at: ctx.now(),
      actor: ctx.actor,
      projectId,
      subject: name,
      detail: { setId: id, version, questions },
    });
  });
  return { id };
}
