import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import { keepDraft } from './keep-draft.ts';
import { leaseEnd } from './lease.ts';
import { leasedItem } from './queries/items.ts';
import { readOwnLabel } from './queries/labels.ts';
import { reopenAdjudications } from './reopen-adjudications.ts';
import { requirePerson } from './require-person.ts';
import {
  type ConflictResult,
  type Draft,
  type LabelView,
  type LeasedItem,
  type UndoResult,
  undoLabelSchema,
} from './schema.ts';
import { showLabels } from './show-labels.ts';
import { transactLabels } from './transact-labels.ts';
import { undoGold } from './undo-gold.ts';
import { isTooLate, TOO_LATE } from './undoable.ts';

/**
 * Takes back the person's own label within ten minutes: what it superseded is current again, and its item is
 * leased to the person with the label as draft. The label stays in the history, marked as undone.
 */
export async function undoLabel(ctx: Context, input: z.input<typeof undoLabelSchema>): Promise<UndoResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { labelId } = undoLabelSchema.parse(input);
  const view = await readOwnLabel(ctx, labelId, personId);
  if (view === undefined) return undoGold(ctx, labelId, personId);
  const now = ctx.now();
  if (isTooLate(new Date(view.createdAt), now)) return TOO_LATE;

  const result = await transactLabels(ctx, [personId], async (tx): Promise<UndoResult> => {
    const { count } = await tx.label.updateMany({
      where: { id: labelId, current: true, undoneAt: null },
      data: { current: false, undoneAt: now },
    });
    if (count === 0) {
      const { undoneAt } = await tx.label.findUniqueOrThrow({ where: { id: labelId } });
      return undoneAt === null
        ? refusal('superseded', 'You have labelled this query again since.')
        : refusal('undone', 'This label has been undone already.');
    }
    await tx.label.updateMany({
      where: { supersededBy: labelId },
      data: { current: true, supersededBy: null },
    });
    const questions = await restoreGrades(tx, labelId);
    await reopenAdjudications(tx, ctx.project.id, [view.queryId], now);
    // Not deleted: somebody may still have it on a screen, and must be told what became of it.
    await tx.queueItem.updateMany({
      where: { causedBy: labelId, state: 'open', leasedBy: null },
      data: { state: 'withdrawn' },
    });
    await enqueueMirror(tx, ctx.project.id, { queries: [view.queryId], questions });
    return { status: 'undone', item: await reopenItem(tx, labelId, personId, draftOf(view), now) };
  });
  if (result.status === 'undone') await showLabels(ctx);
  return result;
}

function refusal(reason: ConflictResult['reason'], message: string): ConflictResult {
  return { status: 'conflict', reason, message };
}

/**
 * Takes a label out of the chain of each grade's holders: the grade before it becomes current, or is superseded
 * by what superseded this one. Returns the question hashes concerned.
 */
async function restoreGrades(tx: Transaction, labelId: string): Promise<Set<string>> {
  const own = await tx.judgement.findMany({ where: { labelId } });
  const displaced = await tx.judgement.findMany({ where: { supersededBy: labelId } });
  await tx.judgement.updateMany({ where: { labelId }, data: { current: false, supersededBy: null } });
  for (const judgement of displaced) {
    const { projectId, questionHash, chunkHash, personId, id } = judgement;
    const successor =
      own.find((row) => row.questionHash === questionHash && row.chunkHash === chunkHash)?.supersededBy ??
      (
        await tx.judgement.findFirst({
          where: { projectId, questionHash, chunkHash, personId, current: true },
        })
      )?.labelId ??
      null;
    await tx.judgement.update({
      where: { id },
      data: { current: successor === null, supersededBy: successor },
    });
  }
  return new Set([...own, ...displaced].map((row) => row.questionHash));
}

async function reopenItem(
  tx: Transaction,
  labelId: string,
  personId: string,
  content: Draft,
  now: Date,
): Promise<LeasedItem | null> {
  const { itemId, itemFence } = await tx.label.findUniqueOrThrow({ where: { id: labelId } });
  if (itemId === null || itemFence === null) return null;
  const item = await tx.queueItem.findUnique({ where: { id: itemId }, include: { queue: true } });
  if (item === null) return null;
  const leasedUntil = leaseEnd(item.queue, now);
  const [reopened] = await tx.queueItem.updateManyAndReturn({
    where: { id: itemId, state: 'done', doneBy: personId, fence: itemFence },
    data: {
      state: 'open',
      doneAt: null,
      doneBy: null,
      leasedBy: personId,
      leasedUntil,
      fence: { increment: 1 },
    },
  });
  if (reopened === undefined) return null;
  await keepDraft(tx, { itemId, personId, content, now });
  return leasedItem({ ...reopened, leasedUntil }, content);
}

/** The label as it would be submitted again. */
function draftOf(view: LabelView): Draft {
  const { verdict, failure, secondaryFailure, detail, inDocuments, nothingToFind, idealAnswer } = view;
  const { missingDocument, grades, bulkGrades, note, flag, activeSeconds } = view;
  const fields = {
    verdict,
    failure,
    secondaryFailure,
    detail,
    inDocuments,
    nothingToFind,
    idealAnswer,
    missingDocument,
    grades,
    bulkGrades,
    note,
    flag,
    activeSeconds,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
