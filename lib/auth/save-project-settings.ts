import type { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { requirePermission } from './permissions.ts';
import { type ProjectView, projectView, saveProjectSettingsSchema } from './project-schema.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** Changes those settings that are given; the address stays. Returns all of them. */
export async function saveProjectSettings(
  ctx: Context,
  input: z.input<typeof saveProjectSettingsSchema>,
): Promise<ProjectView> {
  requirePermission(ctx, 'settings:manage');
  const wanted = saveProjectSettingsSchema.parse(input);
  const { id } = ctx.project;
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const before = await tx.project.findUniqueOrThrow({ where: { id } });
    const changes = Object.fromEntries(
      Object.entries(wanted).filter(
        ([field, value]) => value !== undefined && value !== before[field as keyof typeof wanted],
      ),
    ) as { name?: string; timeZone?: string; eventsPerMinute?: number | null };
    if (Object.keys(changes).length === 0) return projectView(before);
    const after = await tx.project.update({ where: { id }, data: changes });
    await recordAuditEvent(tx, {
      action: 'project_changed',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: id,
      subject: before.slug,
      detail: Object.fromEntries(
        Object.entries(changes).flatMap(([field, value]) => [
          [field, value],
          [`${field}Before`, before[field as keyof typeof changes]],
        ]),
      ),
    });
    return projectView(after);
  });
}
