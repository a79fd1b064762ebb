import type { Context } from '../../platform/context.ts';

/** The project's random sample: of each query that a run drew, one item that carries its selections. */
export async function readSample(ctx: Context): Promise<{ itemId: string; queryId: string }[]> {
  const items = await ctx.stores.controlPlane.prisma.queueItem.findMany({
    where: { queue: { projectId: ctx.project.id }, selections: { some: {} } },
    select: { id: true, queryId: true },
    distinct: ['queryId'],
    orderBy: { id: 'asc' },
  });
  return items.map(({ id, queryId }) => ({ itemId: id, queryId }));
}
