import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { leaseConflict } from './lease-conflict.ts';
import { readItem } from './queries/items.ts';
import { requirePerson } from './require-person.ts';
import { type SkipResult, skipItemSchema } from './schema.ts';

/** After this many people skipped a query it leaves its queue as one that cannot be judged. */
const SKIPS_TO_LEAVE = 3;

/**
 * Leaves an item unlabelled and gives it back: it goes to others, and to nobody any more once three people have
 * skipped it. Counted apart, as non-response.
 */
export async function skipItem(ctx: Context, input: z.input<typeof skipItemSchema>): Promise<SkipResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { itemId, fence, reason = null } = skipItemSchema.parse(input);
  const { queueId, queryId, goldFor } = await readItem(ctx, itemId);
  const now = ctx.now();
  const skipped = await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const { count } = await tx.queueItem.updateMany({
      where: { id: itemId, state: 'open', leasedBy: personId, fence },
      data:
        goldFor === ''
          ? { leasedBy: null, leasedUntil: null }
          : { leasedBy: null, leasedUntil: null, state: 'removed' },
    });
    if (count === 0) return false;
    if (goldFor !== '') return true;
    const skip = { queueId, queryId, personId };
    await tx.querySkip.createMany({ data: [{ ...skip, reason, at: now }], skipDuplicates: true });
    if ((await tx.querySkip.count({ where: { queueId, queryId } })) >= SKIPS_TO_LEAVE)
      await tx.queueItem.updateMany({
        where: { queueId, queryId, goldFor: '', state: 'open' },
        data: { state: 'unjudged', leasedBy: null, leasedUntil: null, doneAt: now },
      });
    return true;
  });
  if (skipped) return { status: 'skipped' };
  const item = await readItem(ctx, itemId);
  const own = await ctx.stores.controlPlane.prisma.querySkip.count({ where: { queueId, queryId, personId } });
  return own > 0 && item.fence === fence ? { status: 'skipped' } : leaseConflict(item, fence, now);
}
