import { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { readItem } from './queries/items.ts';
import { requirePerson } from './require-person.ts';

const removeInput = z.strictObject({ itemId: z.string() });

/**
 * Takes a query out of a queue as not a real one: out of scope, not non-response. Its rows stay as a mark, so that
 * no rule adds it again. Labels that were given stay.
 */
export async function removeItem(
  ctx: Context,
  input: z.input<typeof removeInput>,
): Promise<{ removed: number }> {
  requirePermission(ctx, 'labels:write');
  requirePerson(ctx);
  const { itemId } = removeInput.parse(input);
  const { queueId, queryId } = await readItem(ctx, itemId);
  const { count } = await ctx.stores.controlPlane.prisma.queueItem.updateMany({
    where: { queueId, queryId, goldFor: '', state: { in: ['open', 'unjudged'] } },
    data: { state: 'removed', leasedBy: null, leasedUntil: null, doneAt: ctx.now() },
  });
  return { removed: count };
}
