import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { itemPlaces } from './item-places.ts';
import { readGradableQueries } from './queries/gradable-queries.ts';
import { type addedItemsSchema, addQueueItemsSchema } from './schema.ts';

/** Puts hand-picked queries into a queue. Nothing drew them at random, so their labels have no probability. */
export async function addQueueItems(
  ctx: Context,
  input: z.input<typeof addQueueItemsSchema>,
): Promise<z.output<typeof addedItemsSchema>> {
  requirePermission(ctx, 'queues:manage');
  const { queueId, queryIds } = addQueueItemsSchema.parse(input);
  const { prisma } = ctx.stores.controlPlane;
  const queue = await prisma.queue.findFirst({ where: { id: queueId, projectId: ctx.project.id } });
  if (queue === null) throw notFound('The queue');
  const queries = await readGradableQueries(ctx, queryIds);
  const createdAt = ctx.now();
  const present = await prisma.queueItem.findMany({
    where: { queueId, goldFor: '', queryId: { in: [...queries.keys()] } },
    select: { queryId: true },
    distinct: ['queryId'],
  });
  const items = [...queries.values()].flatMap(({ id, serveOrder, overlap }) =>
    itemPlaces(queue, overlap).map((slot) => ({
      id: uuidv7(),
      queueId,
      queryId: id,
      slot,
      serveOrder,
      createdAt,
    })),
  );
  await prisma.queueItem.createMany({ data: items, skipDuplicates: true });
  return {
    added: queries.size - present.length,
    present: present.length,
    unknown: [...new Set(queryIds)].filter((id) => !queries.has(id)),
  };
}
