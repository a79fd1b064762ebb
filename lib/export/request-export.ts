import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { recordOverrides } from './override-gates.ts';
import { recipeHash } from './recipe-hash.ts';
import { EXPORT_JOB, requesterOf } from './requester.ts';
import { requestExportSchema } from './schema.ts';

/** Queues an export; `runExport` does it. Throws `invalid` for a wrong recipe. */
export async function requestExport(
  ctx: Context,
  input: z.input<typeof requestExportSchema>,
): Promise<{ id: string }> {
  requirePermission(ctx, 'exports:manage');
  const { overrides, ...recipe } = requestExportSchema.parse(input);
  const { format, filter } = recipe;
  const { controlPlane, jobs } = ctx.stores;
  const id = uuidv7();
  await controlPlane.prisma.$transaction(async (tx) => {
    await tx.export.create({
      data: {
        id,
        projectId: ctx.project.id,
        format,
        filter,
        recipe,
        recipeHash: recipeHash(recipe),
        overrides,
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
    await recordOverrides(tx, ctx, { id, overrides });
    await jobs.send(tx, EXPORT_JOB, { exportId: id });
  });
  jobs.wake(EXPORT_JOB);
  return { id };
}
