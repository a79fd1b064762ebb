import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';

/** Gives back what a person holds of the project's queues, drafts included, as when the person is removed. */
export async function releaseLeases(ctx: Context, personId: string): Promise<void> {
  requirePermission(ctx, 'members:manage');
  const inProject = { queue: { projectId: ctx.project.id } };
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    await tx.queueItem.updateMany({
      where: { ...inProject, leasedBy: personId, state: 'open' },
      data: { leasedBy: null, leasedUntil: null },
    });
    await tx.draft.deleteMany({ where: { personId, item: inProject } });
  });
}
