import type { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { requirePermission } from './permissions.ts';
import { deleteProjectSchema } from './project-schema.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** The job that erases a project whose deletion was ordered; lib/project-deletion does it. */
export const PROJECT_DELETION_JOB = 'project-deletion';

/**
 * How long after the order an event may still be stored: a look-up of a key is believed for seconds, and a request
 * that was let in has a minute for its body and one for its commit.
 */
const SETTLE_MS = 3 * 60_000;

/** From when on nothing more can come in for a project whose deletion was ordered at `deletingAt`. */
export function erasableAt(deletingAt: Date): Date {
  return new Date(deletingAt.getTime() + SETTLE_MS);
}

/**
 * Orders the deletion of the project: from the commit on it exists for nobody, and its keys open nothing once the
 * look-ups of other processes have aged. The job erases it. The name must be typed as it stands, else `invalid`.
 */
export async function deleteProject(
  ctx: Context,
  input: z.input<typeof deleteProjectSchema>,
): Promise<{ status: 'ordered' }> {
  requirePermission(ctx, 'project:delete');
  const { confirmName } = deleteProjectSchema.parse(input);
  const { controlPlane, jobs } = ctx.stores;
  const { id, slug } = ctx.project;
  const at = ctx.now();
  await controlPlane.prisma.$transaction(async (tx) => {
    const { name } = await tx.project.findUniqueOrThrow({ where: { id } });
    if (confirmName.normalize('NFC').trim() !== name)
      throw new AppError('invalid', `confirmName: must be the name of the project, ${name}.`, {
        path: 'confirmName',
      });
    const { count } = await tx.project.updateMany({
      where: { id, deletingAt: null },
      data: { deletingAt: at },
    });
    if (count === 0) return;
    await recordAuditEvent(tx, {
      action: 'project_deletion_ordered',
      at,
      actor: ctx.actor,
      projectId: id,
      subject: slug,
      detail: { name },
    });
    await jobs.send(tx, PROJECT_DELETION_JOB, { projectId: id }, { startAfter: erasableAt(at) });
  });
  return { status: 'ordered' };
}
