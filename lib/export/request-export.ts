import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { EXPORT_JOB, requesterOf } from './requester.ts';
import { requestExportSchema } from './schema.ts';

/** Queues an export; `runExport` does it. Throws `invalid` for a wrong filter. */
export async function requestExport(
  ctx: Context,
  input: z.input<typeof requestExportSchema>,
): Promise<{ id: string }> {
  requirePermission(ctx, 'exports:manage');
  const { format, filter } = requestExportSchema.parse(input);
  const { controlPlane, jobs } = ctx.stores;
  const id = uuidv7();
  await controlPlane.prisma.$transaction(async (tx) => {
    await tx.export.create({
      data: {
        id,
        projectId: ctx.project.id,
        format,
        filter,
        requestedBy: requesterOf(ctx.actor),
        createdAt: ctx.now(),
      },
    });
    await recordAuditEvent(tx, {
      action: 'export_requested',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: id,
      detail: { format, filter: JSON.stringify(filter) },
    });
    await jobs.send(tx, EXPORT_JOB, { exportId: id });
  });
  jobs.wake(EXPORT_JOB);
  return { id };
}
