import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { findGaps, type GapsFound } from './find-gaps.ts';

/** Looks for the project's gaps at once instead of at the next round. */
export async function refreshGaps(ctx: Context): Promise<GapsFound> {
  requirePermission(ctx, 'gaps:assign');
  return findGaps(ctx.stores, ctx.project.id);
}
