import type { Context } from '../../platform/context.ts';

/**
 * Those of the queries whose labels and grades by others a person must not see yet: an open item of a queue is,
 * or may still be, given to them, and they have not labelled it. Without a person (a key, the system) none.
 */
export async function blindQueries(
  ctx: Context,
  queryIds: readonly string[],
  personId = ctx.actor.kind === 'person' ? ctx.actor.personId : undefined,
): Promise<Set<string>> {
  if (personId === undefined || queryIds.length === 0) return new Set();
  const { prisma } = ctx.stores.controlPlane;
  const open = await prisma.queueItem.findMany({
    where: { queryId: { in: [...queryIds] }, state: 'open', queue: { projectId: ctx.project.id } },
    select: { queryId: true },
  });
  if (open.length === 0) return new Set();
  const openIds = new Set(open.map((item) => item.queryId));
  const own = await prisma.label.findMany({
    where: { projectId: ctx.project.id, queryId: { in: [...openIds] }, personId, current: true },
    select: { queryId: true },
  });
  return openIds.difference(new Set(own.map((label) => label.queryId)));
}
