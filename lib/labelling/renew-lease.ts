import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { leaseEnd } from './lease.ts';
import { leaseConflict } from './lease-conflict.ts';
import { readItem } from './queries/items.ts';
import { requirePerson } from './require-person.ts';
import { type LeaseResult, renewLeaseSchema } from './schema.ts';

/**
 * Extends a lease that nobody else has taken since, also one that has just run out. `takeBack` leases the item
 * anew, under a new fence, if it was given back or is on another screen of the same person.
 */
export async function renewLease(
  ctx: Context,
  input: z.input<typeof renewLeaseSchema>,
): Promise<LeaseResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { itemId, fence, takeBack } = renewLeaseSchema.parse(input);
  const { queue } = await readItem(ctx, itemId);
  const { queueItem } = ctx.stores.controlPlane.prisma;
  const now = ctx.now();
  const leasedUntil = leaseEnd(queue, now);

  const { count } = await queueItem.updateMany({
    where: { id: itemId, state: 'open', leasedBy: personId, fence },
    data: { leasedUntil },
  });
  if (count === 1) return { status: 'leased', fence, leasedUntil: leasedUntil.toISOString() };
  if (takeBack) {
    const free = [{ leasedBy: personId }, { leasedUntil: null }, { leasedUntil: { lte: now } }];
    const [item] = await queueItem.updateManyAndReturn({
      where: { id: itemId, state: 'open', OR: free },
      data: { leasedBy: personId, leasedUntil, fence: { increment: 1 } },
      select: { fence: true },
    });
    if (item !== undefined)
      return { status: 'leased', fence: item.fence, leasedUntil: leasedUntil.toISOString() };
  }
  return leaseConflict(await readItem(ctx, itemId), fence, now);
}
