import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { readExport } from './queries/exports.ts';
import type { ExportView } from './schema.ts';

/**
 * Cancels an export that is not finished; a running one stops at its next page and leaves no file. What is
 * finished already stays as it is. Throws `not_found`.
 */
export async function cancelExport(ctx: Context, input: { id: string }): Promise<ExportView> {
  requirePermission(ctx, 'exports:manage');
  await ctx.stores.controlPlane.prisma.export.updateMany({
    where: { id: input.id, projectId: ctx.project.id, status: { in: ['queued', 'running'] } },
    data: { status: 'cancelled', finishedAt: ctx.now() },
  });
  return readExport(ctx, input.id);
}
