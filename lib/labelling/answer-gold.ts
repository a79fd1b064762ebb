import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import { goldDraft } from './gold-content.ts';
import type { ChunkGrade } from './grade-keys.ts';
import { keepDraft } from './keep-draft.ts';
import { leaseConflict } from './lease-conflict.ts';
import type { ItemOfQueue } from './queries/items.ts';
import type { LabelInput, SubmitResult } from './schema.ts';

interface Answer {
  personId: string;
  fence: number;
  label: LabelInput;
  grades: readonly ChunkGrade[];
}

/**
 * Keeps what a person said of a gold item beside what was decided, and closes the item. While the person is being
 * calibrated the decision comes back as feedback; afterwards nothing tells a gold item from another.
 */
export async function answerGold(ctx: Context, item: ItemOfQueue, answer: Answer): Promise<SubmitResult> {
  const { prisma } = ctx.stores.controlPlane;
  const now = ctx.now();
  const { personId, fence, label, grades } = answer;
  const decided = await prisma.adjudication.findFirst({
    where: { projectId: ctx.project.id, queryId: item.queryId },
    orderBy: { createdAt: 'desc' },
  });
  const agrees =
    decided !== null && decided.verdict === label.verdict && decided.failure === (label.failure ?? null);
  const shownBefore = await prisma.queueItem.count({
    where: { queueId: item.queueId, goldFor: personId, state: 'done' },
  });
  const calibration = shownBefore < item.queue.calibration;
  const id = uuidv7();
  const stored = await prisma.$transaction(async (tx) => {
    const { count } = await tx.queueItem.updateMany({
      where: { id: item.id, state: 'open', leasedBy: personId, fence, leasedUntil: { gt: now } },
      data: { state: 'done', leasedBy: null, leasedUntil: null, doneAt: now, doneBy: personId },
    });
    if (count === 0) return false;
    await tx.goldAnswer.create({
      data: {
        id,
        projectId: ctx.project.id,
        itemId: item.id,
        queryId: item.queryId,
        personId,
        calibration,
        verdict: label.verdict,
        failure: label.failure ?? null,
        grades: Object.fromEntries(grades.map(({ chunk, grade }) => [chunk, grade])),
        agrees,
        at: now,
      },
    });
    await keepDraft(tx, { itemId: item.id, personId, content: goldDraft(label), now });
    return true;
  });
  if (!stored) return resent(ctx, item, answer);
  if (!calibration || decided === null) return { status: 'stored', labelId: id };
  const { verdict, failure, note } = decided;
  return { status: 'stored', labelId: id, feedback: { agrees, verdict, failure, note } };
}

async function resent(ctx: Context, item: ItemOfQueue, { personId, fence }: Answer): Promise<SubmitResult> {
  const { goldAnswer, queueItem } = ctx.stores.controlPlane.prisma;
  const stored = await goldAnswer.findUnique({ where: { itemId: item.id } });
  if (stored !== null && stored.personId === personId && item.fence === fence)
    return { status: 'stored', labelId: stored.id };
  return leaseConflict(await queueItem.findUniqueOrThrow({ where: { id: item.id } }), fence, ctx.now());
}
