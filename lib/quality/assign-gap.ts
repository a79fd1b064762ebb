import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { assignGapSchema } from './gap-schema.ts';
import { lockGaps } from './lock-gaps.ts';

/** Gives a gap to a person of the project, or to nobody. Throws `not_found`; `invalid` for a person from elsewhere. */
export async function assignGap(
  ctx: Context,
  { id, ...input }: z.input<typeof assignGapSchema> & { id: string },
): Promise<{ id: string; ownerId: string | null }> {
  requirePermission(ctx, 'gaps:assign');
  const { ownerId } = assignGapSchema.parse(input);
  const { actor } = ctx;
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    await lockGaps(tx, projectId);
    const gap = await tx.gap.findFirst({ where: { id, projectId } });
    if (gap === null) throw notFound('The gap');
    const owner =
      ownerId === null
        ? null
        : await tx.person.findFirst({ where: { id: ownerId, projectId, removedAt: null } });
    if (ownerId !== null && owner === null) {
      throw new AppError(
        'invalid',
        'Nobody in this project has that id. Choose one of the people of GET /api/v1/gaps.',
        {
          path: 'ownerId',
        },
      );
    }
    if (gap.ownerId === ownerId) return;
    await tx.gap.update({ where: { id }, data: { ownerId } });
    const detail = { gap: id, owner: owner?.name ?? null };
    const subject = gap.title.slice(0, 200);
    await recordAuditEvent(tx, { action: 'gap_assigned', at: ctx.now(), actor, projectId, subject, detail });
  });
  return { id, ownerId };
}
