import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { actorName } from '../auth/actor-name.ts';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { createSavedViewSchema, type SavedView, savedView } from './saved-view-schema.ts';

const MOST = 200;

/** Saves a page with its filter for the whole project. Throws `conflict` where the name is taken. */
export async function createSavedView(
  ctx: Context,
  input: z.input<typeof createSavedViewSchema>,
): Promise<SavedView> {
  requirePermission(ctx, 'saved-views:write');
  const view = createSavedViewSchema.parse(input);
  const { actor } = ctx;
  const projectId = ctx.project.id;
  const at = ctx.now();
  const row = await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    if ((await tx.savedView.count({ where: { projectId } })) >= MOST)
      throw new AppError('conflict', `A project has at most ${MOST} saved views. Delete one first.`);
    const id = uuidv7();
    const data = { id, projectId, ...view, createdBy: actorName(ctx), createdAt: at, updatedAt: at };
    const { count } = await tx.savedView.createMany({ data: [data], skipDuplicates: true });
    if (count === 0) throw nameTaken(view.name);
    await recordAuditEvent(tx, { action: 'saved_view_created', at, actor, projectId, subject: view.name });
    return data;
  });
  return savedView(row);
}

export function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is a saved view called "${name}" already. Choose another name.`, {
    path: 'name',
  });
}
