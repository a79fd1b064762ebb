import type { Context } from '../../platform/context.ts';

/**
 * Those of the queries whose labels and grades by others this person must not see yet: an open item of a queue
 * is, or may still be, given to them, and they have not labelled it. Keys and the system act for nobody.
 */
export async function blindQueries(ctx: Context, queryIds: readonly string[]): Promise<Set<string>> {
  if (ctx.actor.kind !== 'person' || queryIds.length === 0) return new Set();
  const { prisma } = ctx.stores.controlPlane;
  const ids = [...queryIds];
  const open = await prisma.queueItem.findMany({
    where: { queryId: { in: ids }, state: 'open', queue: { projectId: ctx.project.id } },
    select: { queryId: true },
  });
  if (open.length === 0) return new Set();
  const own = await prisma.label.findMany({
    where: {
      projectId: ctx.project.id,
      queryId: { in: open.map((item) => item.queryId) },
      personId: ctx.actor.personId,
      current: true,
    },
    select: { queryId: true },
  });
  const labelled = new Set(own.map((label) => label.queryId));
  return new Set(open.map((item) => item.queryId).filter((id) => !labelled.has(id)));
}
