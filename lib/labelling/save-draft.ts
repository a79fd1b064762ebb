import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { keepDraft } from './keep-draft.ts';
import { leaseConflict } from './lease-conflict.ts';
import { readItem } from './queries/items.ts';
import { requirePerson } from './require-person.ts';
import { type SavedResult, saveDraftSchema } from './schema.ts';

const MAX_DRAFT_LENGTH = 512 * 1024;

/** Keeps a half-filled label of an item that the person holds. */
export async function saveDraft(ctx: Context, input: z.input<typeof saveDraftSchema>): Promise<SavedResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { itemId, fence, draft } = saveDraftSchema.parse(input);
  if (JSON.stringify(draft).length > MAX_DRAFT_LENGTH)
    throw new AppError('too_large', 'draft: is longer than 512 KiB.', { path: 'draft' });
  const item = await readItem(ctx, itemId);
  const now = ctx.now();
  if (item.state !== 'open' || item.leasedBy !== personId || item.fence !== fence)
    return leaseConflict(item, fence, now);
  await keepDraft(ctx.stores.controlPlane.prisma, { itemId, personId, content: draft, now });
  return { status: 'saved' };
}
