import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { QueueItemModel, QueueModel } from '../../platform/generated/prisma/models.ts';
import { type Draft, draftSchema, type LeasedItem } from '../schema.ts';

export type ItemOfQueue = QueueItemModel & { queue: QueueModel };

/** The item with its queue. Throws `not_found` if this project has no such item. */
export async function readItem(ctx: Context, itemId: string): Promise<ItemOfQueue> {
  const item = await ctx.stores.controlPlane.prisma.queueItem.findFirst({
    where: { id: itemId, queue: { projectId: ctx.project.id } },
    include: { queue: true },
  });
  if (item === null) throw notFound('The item');
  return item;
}

/** What a person has filled in of an item; null if nothing. */
export async function readDraft(ctx: Context, itemId: string, personId: string): Promise<Draft | null> {
  const draft = await ctx.stores.controlPlane.prisma.draft.findUnique({
    where: { itemId_personId: { itemId, personId } },
  });
  return draft === null ? null : draftSchema.parse(JSON.parse(draft.content));
}

/** An item just leased, as its holder gets it. */
export function leasedItem(
  item: Pick<QueueItemModel, 'id' | 'queueId' | 'queryId' | 'fence'> & { leasedUntil: Date },
  draft: Draft | null,
): LeasedItem {
  const { id, queueId, queryId, fence, leasedUntil } = item;
  return { id, queueId, queryId, fence, leasedUntil: leasedUntil.toISOString(), draft };
}
