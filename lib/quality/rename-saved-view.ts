import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { nameTaken } from './create-saved-view.ts';
import { renameSavedViewSchema, type SavedView, savedView } from './saved-view-schema.ts';

/** Gives a view another name. Throws `not_found`, and `conflict` where the name is taken. */
export async function renameSavedView(
  ctx: Context,
  { id, ...input }: { id: string } & z.input<typeof renameSavedViewSchema>,
): Promise<SavedView> {
  requirePermission(ctx, 'saved-views:write');
  const { name } = renameSavedViewSchema.parse(input);
  const { actor } = ctx;
  const projectId = ctx.project.id;
  const at = ctx.now();
  const row = await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const known = await tx.savedView.findFirst({ where: { id, projectId } });
    if (known === null) throw notFound('The saved view');
    if ((await tx.savedView.count({ where: { projectId, name, id: { not: id } } })) > 0)
      throw nameTaken(name);
    await tx.savedView.updateMany({ where: { id, projectId }, data: { name, updatedAt: at } });
    const detail = { before: known.name };
    await recordAuditEvent(tx, { action: 'saved_view_renamed', at, actor, projectId, subject: name, detail });
    return { ...known, name };
  });
  return savedView(row);
}
