import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { type SavedView, savedView } from '../saved-view-schema.ts';

/** The project's saved views, by name. */
export async function listSavedViews(ctx: Context): Promise<SavedView[]> {
  requirePermission(ctx, 'quality:read');
  const rows = await ctx.stores.controlPlane.prisma.savedView.findMany({
    where: { projectId: ctx.project.id },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return rows.map(savedView);
}
