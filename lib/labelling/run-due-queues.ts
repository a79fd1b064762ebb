import type { Context } from '../platform/context.ts';
import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { runQueueRules } from './run-queue-rules.ts';

const HOUR_MS = 3600 * 1000;

export interface DueRuns {
  ran: number;
  failed: number;
}

/**
 * Runs the rules of every queue whose interval has passed since its last window ended, one queue after the other.
 * What is due follows from the stored window alone, so a restart forgets nothing; a queue whose run fails is tried
 * again at the next call and keeps no other waiting. Archived and deleted projects rest.
 */
export async function runDueQueues(stores: Stores, now: () => Date = () => new Date()): Promise<DueRuns> {
  const { prisma } = stores.controlPlane;
  const projects = await prisma.project.findMany({ where: { archivedAt: null, deletingAt: null } });
  const result: DueRuns = { ran: 0, failed: 0 };
  for (const project of projects) {
    const ctx: Context = { actor: { kind: 'system' }, project, now, stores };
    for (const queueId of await dueQueues(ctx)) {
      try {
        await runQueueRules(ctx, { queueId });
        result.ran += 1;
      } catch (error) {
        result.failed += 1;
        logger.error({ err: error, queueId }, 'the filling rules of a queue did not run');
      }
    }
  }
  return result;
}

async function dueQueues({ stores, project, now }: Context): Promise<string[]> {
  const queues = await stores.controlPlane.prisma.queue.findMany({
    where: { projectId: project.id, fillEveryHours: { not: null }, fillCap: { gt: 0 }, rules: { some: {} } },
    select: { id: true, fillEveryHours: true, filledUntil: true },
    orderBy: { id: 'asc' },
  });
  return queues
    .filter(
      ({ fillEveryHours, filledUntil }) =>
        filledUntil === null || +now() - +filledUntil >= (fillEveryHours ?? 0) * HOUR_MS,
    )
    .map(({ id }) => id);
}
