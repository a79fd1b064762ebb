import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { answerGold } from './answer-gold.ts';
import { ensureGuidelines } from './ensure-guidelines.ts';
import { gradedLabel } from './graded-label.ts';
import { keepDraft } from './keep-draft.ts';
import { leaseConflict } from './lease-conflict.ts';
import { readGradableQueries } from './queries/gradable-queries.ts';
import { type ItemOfQueue, readItem } from './queries/items.ts';
import { readKnownChunks } from './queries/known-chunks.ts';
import { requirePerson } from './require-person.ts';
import { type SubmitResult, submitLabelSchema } from './schema.ts';
import { showLabels } from './show-labels.ts';
import { type NewLabel, storeLabels } from './store-labels.ts';
import { transactLabels } from './transact-labels.ts';

/**
 * Stores the label of an item that the person holds, and closes the item. A failure opens a second reviewer's
 * place where the queue wants it. A resend under the same fence gives the same label. Under a lease that ran out
 * or was superseded nothing is stored but the draft. What is said of a gold item is kept apart and no label.
 */
export async function submitLabel(
  ctx: Context,
  input: z.input<typeof submitLabelSchema>,
): Promise<SubmitResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const submitted = submitLabelSchema.parse(input);
  const { itemId, fence, label } = submitted;
  const item = await readItem(ctx, itemId);
  const query = (await readGradableQueries(ctx, [item.queryId])).get(item.queryId);
  if (query === undefined) throw notFound('The query of this item');
  const missing = label.missingDocument?.chunk;
  const graded = gradedLabel(
    query,
    label,
    await readKnownChunks(ctx, missing === undefined ? [] : [missing]),
  );
  if (!('grades' in graded)) throw new AppError('invalid', `${graded.path}: ${graded.message}`, graded);
  if (item.goldFor !== '') return answerGold(ctx, item, { personId, fence, label, grades: graded.grades });
  const guidelines = await ensureGuidelines(ctx, item.queueId);

  const result = await transactLabels(ctx, [personId], (tx) =>
    closeItem(ctx, tx, item, {
      queryId: query.id,
      questionHash: query.questionHash,
      personId,
      label,
      grades: graded.grades,
      gradingProtocol: item.queue.gradingProtocol,
      guidelineVersion: guidelines.version,
      lease: { itemId, fence },
    }),
  );
  if (result.status === 'stored') await showLabels(ctx);
  else await keepLate(ctx, personId, submitted);
  return result;
}

async function closeItem(
  ctx: Context,
  tx: Transaction,
  item: ItemOfQueue,
  label: NewLabel & { lease: { itemId: string; fence: number } },
): Promise<SubmitResult> {
  const { itemId, fence } = label.lease;
  const { personId } = label;
  const now = ctx.now();
  const { count } = await tx.queueItem.updateMany({
    where: { id: itemId, state: 'open', leasedBy: personId, fence, leasedUntil: { gt: now } },
    data: { state: 'done', leasedBy: null, leasedUntil: null, doneAt: now, doneBy: personId },
  });
  if (count === 1) {
    const [labelId = ''] = await storeLabels(tx, ctx.project.id, now, [label]);
    await tx.draft.deleteMany({ where: { itemId, personId } });
    if (item.queue.secondFailures && label.label.failure !== undefined)
      await openSecondPlace(tx, item, labelId, now);
    return { status: 'stored', labelId };
  }
  const stored = await tx.label.findUnique({ where: { itemId_itemFence: { itemId, itemFence: fence } } });
  if (stored === null || stored.personId !== personId)
    return leaseConflict(await tx.queueItem.findUniqueOrThrow({ where: { id: itemId } }), fence, now);
  if (stored.undoneAt === null) return { status: 'stored', labelId: stored.id };
  return { status: 'conflict', reason: 'undone', message: 'You have undone this label. Submit it again.' };
}

/** A failure is labelled twice. One that was withdrawn opens again; where there is one already, nothing is added. */
async function openSecondPlace(
  tx: Transaction,
  item: ItemOfQueue,
  labelId: string,
  now: Date,
): Promise<void> {
  const { queueId, queryId, serveOrder } = item;
  const { count } = await tx.queueItem.updateMany({
    where: { queueId, queryId, slot: 1, state: 'withdrawn' },
    data: { state: 'open', causedBy: labelId },
  });
  if (count > 0) return;
  await tx.queueItem.createMany({
    data: [{ id: uuidv7(), queueId, queryId, slot: 1, serveOrder, causedBy: labelId, createdAt: now }],
    skipDuplicates: true,
  });
}

/** Keeps what came too late as the person's draft, unless they work on the item in another tab already. */
async function keepLate(
  ctx: Context,
  personId: string,
  { itemId, fence, label }: z.output<typeof submitLabelSchema>,
): Promise<void> {
  const item = await readItem(ctx, itemId);
  if (item.leasedBy === personId && item.fence !== fence) return;
  const content = JSON.parse(JSON.stringify(label));
  await keepDraft(ctx.stores.controlPlane.prisma, { itemId, personId, content, now: ctx.now() });
}
