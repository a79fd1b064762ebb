import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { leaseConflict } from './lease-conflict.ts';
import { readItem } from './queries/items.ts';
import { requirePerson } from './require-person.ts';
import { type ReleaseResult, releaseItemSchema } from './schema.ts';

/** Gives an item back for others, as when the screen is left. The draft is kept. */
export async function releaseItem(
  ctx: Context,
  input: z.input<typeof releaseItemSchema>,
): Promise<ReleaseResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { itemId, fence } = releaseItemSchema.parse(input);
  await readItem(ctx, itemId);
  const { count } = await ctx.stores.controlPlane.prisma.queueItem.updateMany({
    where: { id: itemId, state: 'open', leasedBy: personId, fence },
    data: { leasedBy: null, leasedUntil: null },
  });
  if (count === 1) return { status: 'released' };
  return leaseConflict(await readItem(ctx, itemId), fence, ctx.now());
}
