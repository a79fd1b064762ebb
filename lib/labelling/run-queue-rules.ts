import { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { type Filling, selectFilling, writeFilling } from './fill-queue.ts';
import type { Window } from './filling-window.ts';
import { ratedRule } from './queries/rule-weights.ts';
import { type filledQueueSchema, queueRuleSchema } from './schema.ts';
import { showLabels } from './show-labels.ts';

const DAY_MS = 24 * 3600 * 1000;
/** A query that arrived this long ago is stored, or never will be: a window that closed stays as it was. */
const SETTLED_MS = 60_000;
const runInput = z.strictObject({ queueId: z.string() });

/**
 * Runs a queue's rules over everything that arrived since their last run (the first time: in the last day) and adds
 * at most `fillCap` queries. Two runs at once: one of them fills the window, the other finds it closed.
 */
export async function runQueueRules(
  ctx: Context,
  input: z.input<typeof runInput>,
): Promise<z.output<typeof filledQueueSchema>> {
  requirePermission(ctx, 'queues:manage');
  const { queueId } = runInput.parse(input);
  const { prisma } = ctx.stores.controlPlane;
  const queue = await prisma.queue.findFirst({
    where: { id: queueId, projectId: ctx.project.id },
    include: { rules: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } },
  });
  if (queue === null) throw notFound('The queue');
  if (queue.rules.length === 0 || queue.fillCap === 0)
    throw new AppError('conflict', 'This queue has no filling rules, or a cap of 0. Set them first.');

  const to = new Date(ctx.now().getTime() - SETTLED_MS);
  const from = queue.filledUntil ?? new Date(to.getTime() - DAY_MS);
  if (to <= from)
    return { from: from.toISOString(), to: from.toISOString(), candidates: 0, selected: 0, added: 0 };
  const window: Window = { from, to };
  const before: Window = { from: new Date(2 * from.getTime() - to.getTime()), to: from };
  const rules = await Promise.all(
    queue.rules.map((rule) =>
      ratedRule(ctx, queueRuleSchema.parse({ filter: rule.filter, mode: rule.mode }), before),
    ),
  );
  const filling: Filling = await selectFilling(ctx, { rules, window, cap: queue.fillCap });
  const added = await prisma.$transaction(async (tx) => {
    const { count } = await tx.queue.updateMany({
      where: { id: queueId, filledUntil: queue.filledUntil },
      data: { filledUntil: to },
    });
    return count === 1 ? writeFilling(ctx, tx, queue, filling) : undefined;
  });
  await showLabels(ctx);
  const { candidates, run } = filling;
  const ran = added !== undefined;
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    candidates: ran ? candidates.total : 0,
    selected: ran ? run.selected.length : 0,
    added: added ?? 0,
  };
}
