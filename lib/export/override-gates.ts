import { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError } from '../platform/errors.ts';
import { readExport } from './queries/exports.ts';
import { EXPORT_JOB } from './requester.ts';
import { type ExportView, type Override, overrideGatesSchema, overrideSchema } from './schema.ts';

/**
 * Passes gates that hold an export back, each with a reason, and queues it again: it is made of the data of then. A
 * later reason for a gate takes the place of an earlier one. Throws `not_found`, and `conflict` where nothing is held.
 */
export async function overrideGates(
  ctx: Context,
  input: { id: string } & z.input<typeof overrideGatesSchema>,
): Promise<ExportView> {
  requirePermission(ctx, 'exports:manage');
  const { overrides } = overrideGatesSchema.parse({ overrides: input.overrides });
  const { id } = await readExport(ctx, input.id);
  const { controlPlane, jobs } = ctx.stores;
  const projectId = ctx.project.id;
  await controlPlane.prisma.$transaction(async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { id, projectId, status: 'held' },
      data: { status: 'queued', finishedAt: null, rowsDone: 0, rowsTotal: null },
    });
    if (count === 0) throw new AppError('conflict', 'No gate holds this export back.');
    const row = await tx.export.findFirstOrThrow({ where: { id, projectId }, select: { overrides: true } });
    const earlier = z.array(overrideSchema).parse(row.overrides);
    const kept = earlier.filter(({ gate }) => overrides.every((override) => override.gate !== gate));
    await tx.export.updateMany({ where: { id, projectId }, data: { overrides: [...kept, ...overrides] } });
    await recordOverrides(tx, ctx, { id, overrides });
    await jobs.send(tx, EXPORT_JOB, { exportId: id });
  });
  jobs.wake(EXPORT_JOB);
  return readExport(ctx, id);
}

/** One row of the audit log for each gate, with its reason. */
export async function recordOverrides(
  tx: Transaction,
  ctx: Context,
  { id, overrides }: { id: string; overrides: readonly Override[] },
): Promise<void> {
  for (const { gate, reason } of overrides)
    await recordAuditEvent(tx, {
      action: 'export_gate_overridden',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: id,
      detail: { gate, reason },
    });
}
