import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { leaseConflict } from './lease-conflict.ts';
import { readItem } from './queries/items.ts';
import { requirePerson } from './require-person.ts';
import { type SkipResult, skipItemSchema } from './schema.ts';

/** Leaves an item unlabelled. It is counted apart, as non-response. */
export async function skipItem(ctx: Context, input: z.input<typeof skipItemSchema>): Promise<SkipResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { itemId, fence, reason } = skipItemSchema.parse(input);
  await readItem(ctx, itemId);
  const now = ctx.now();
  const { count } = await ctx.stores.controlPlane.prisma.queueItem.updateMany({
    where: { id: itemId, state: 'open', leasedBy: personId, fence },
    data: {
      state: 'skipped',
      leasedBy: null,
      leasedUntil: null,
      doneAt: now,
      doneBy: personId,
      skipReason: reason ?? null,
    },
  });
  if (count === 1) return { status: 'skipped' };
  const item = await readItem(ctx, itemId);
  const resent = item.state === 'skipped' && item.doneBy === personId && item.fence === fence;
  return resent ? { status: 'skipped' } : leaseConflict(item, fence, now);
}
