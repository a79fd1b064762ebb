import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { leaseEnd } from './lease.ts';
import { leasedItem } from './queries/items.ts';
import { draftSchema, type UndoResult } from './schema.ts';
import { isTooLate, TOO_LATE } from './undoable.ts';

/** Takes back what the person said of a gold item, as a label would be: its item is theirs again, with it as draft. */
export async function undoGold(ctx: Context, answerId: string, personId: string): Promise<UndoResult> {
  const { prisma } = ctx.stores.controlPlane;
  const answer = await prisma.goldAnswer.findFirst({
    where: { id: answerId, personId, projectId: ctx.project.id },
  });
  if (answer === null) throw notFound('The label');
  const now = ctx.now();
  if (isTooLate(answer.at, now)) return TOO_LATE;
  return prisma.$transaction(async (tx) => {
    await tx.goldAnswer.deleteMany({ where: { id: answerId } });
    const { queue, ...item } = await tx.queueItem.findUniqueOrThrow({
      where: { id: answer.itemId },
      include: { queue: true },
    });
    const leasedUntil = leaseEnd(queue, now);
    const fence = item.fence + 1;
    await tx.queueItem.update({
      where: { id: item.id },
      data: { state: 'open', doneAt: null, doneBy: null, leasedBy: personId, leasedUntil, fence },
    });
    const kept = await tx.draft.findUnique({ where: { itemId_personId: { itemId: item.id, personId } } });
    const draft = kept === null ? null : draftSchema.parse(JSON.parse(kept.content));
    return { status: 'undone', item: leasedItem({ ...item, fence, leasedUntil }, draft) };
  });
}
