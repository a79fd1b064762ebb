import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { isLostRace } from './lost-race.ts';
import { readQueue } from './queries/queues.ts';
import { type QueueView, saveQueueSchema } from './schema.ts';
import { writeGuidelines } from './write-guidelines.ts';
import { writeRules } from './write-rules.ts';

/**
 * Changes a queue's settings, rules or guidelines. Items that are in it stay as they are; what it asks and how many
 * reviewers it wants holds for labels and fillings from here on.
 */
export async function saveQueue(ctx: Context, input: z.input<typeof saveQueueSchema>): Promise<QueueView> {
  requirePermission(ctx, 'queues:manage');
  const { queueId, rules, guidelines, ...settings } = saveQueueSchema.parse(input);
  const changed = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  await ctx.stores.controlPlane.prisma
    .$transaction(async (tx) => {
      const where = { id: queueId, projectId: ctx.project.id };
      if ((await tx.queue.count({ where })) === 0) throw notFound('The queue');
      if (Object.keys(changed).length > 0) await tx.queue.updateMany({ where, data: changed });
      if (rules !== undefined) await writeRules(tx, queueId, rules, ctx.now());
      if (guidelines !== undefined) await writeGuidelines(tx, ctx, queueId, guidelines);
    })
    .catch((error: unknown) => {
      throw isLostRace(error)
        ? new AppError('conflict', 'Another queue has this name, or somebody saved at the same moment.')
        : error;
    });
  return readQueue(ctx, queueId);
}
