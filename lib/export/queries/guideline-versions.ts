import type { Context } from '../../platform/context.ts';

/** Versions of the guidelines under which these queries got their current labels. */
export async function guidelineVersions(ctx: Context, queryIds: readonly string[]): Promise<number[]> {
  if (queryIds.length === 0) return [];
  const rows = await ctx.stores.controlPlane.prisma.label.findMany({
    where: {
      projectId: ctx.project.id,
      queryId: { in: [...queryIds] },
      current: true,
      guidelineVersion: { not: null },
    },
    distinct: ['guidelineVersion'],
    select: { guidelineVersion: true },
  });
  return rows.flatMap((row) => row.guidelineVersion ?? []);
}
