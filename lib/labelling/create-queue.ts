import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { selectFilling, writeFilling } from './fill-queue.ts';
import { isLostRace } from './lost-race.ts';
import { type createdQueueSchema, createQueueSchema } from './schema.ts';
import { showLabels } from './show-labels.ts';
import { writeGuidelines } from './write-guidelines.ts';
import { writeRules } from './write-rules.ts';

/**
 * Makes a queue and fills it with a simple random sample of the queries that match the filter: all have the same
 * rate. Selection goes by the queries' permanent random number `u`, serving by `v`, so that a half-done queue is a
 * random sample too. Size 0 makes an empty queue, to be filled by hand or by its rules. Throws `conflict` if the
 * name is taken.
 */
export async function createQueue(
  ctx: Context,
  input: z.input<typeof createQueueSchema>,
): Promise<z.output<typeof createdQueueSchema>> {
  requirePermission(ctx, 'queues:manage');
  const { filter, size, rules, guidelines, ...settings } = createQueueSchema.parse(input);
  await requireFreeName(ctx, settings.name);
  const filling = await selectFilling(ctx, {
    rules: [{ filter, kind: 'random', rate: 1 }],
    window: undefined,
    cap: size,
  });

  const id = uuidv7();
  const createdAt = ctx.now();
  await ctx.stores.controlPlane.prisma
    .$transaction(async (tx) => {
      await tx.queue.create({ data: { id, projectId: ctx.project.id, ...settings, createdAt } });
      await writeRules(tx, id, rules, createdAt);
      if (guidelines !== undefined) await writeGuidelines(tx, ctx, id, guidelines);
      if (size > 0) await writeFilling(ctx, tx, { ...settings, id }, filling);
      await recordAuditEvent(tx, {
        action: 'queue_made',
        at: createdAt,
        actor: ctx.actor,
        projectId: ctx.project.id,
        subject: settings.name,
        detail: { queueId: id, size: filling.run.selected.length },
      });
    })
    .catch((error: unknown) => {
      throw isLostRace(error) ? nameTaken(settings.name) : error;
    });
  await showLabels(ctx);
  const { candidates, run } = filling;
  return { id, name: settings.name, candidates: candidates.total, selected: run.selected.length };
}

async function requireFreeName(ctx: Context, name: string): Promise<void> {
  const { queue } = ctx.stores.controlPlane.prisma;
  const taken = await queue.findUnique({ where: { projectId_name: { projectId: ctx.project.id, name } } });
  if (taken !== null) throw nameTaken(name);
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `A queue named “${name}” exists already.`, { path: 'name' });
}
