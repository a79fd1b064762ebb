import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { CountsOfQueue, QueueCounts } from '../queue-report-schema.ts';
import { placeCounts } from './place-counts.ts';

/** How far a queue is at this moment. Throws `not_found` if the project has no such queue. */
export async function readQueueCounts(ctx: Context, queueId: string): Promise<QueueCounts> {
  const [counts] = await readCounts(ctx, queueId);
  if (counts === undefined) throw notFound('The queue');
  const { id: _, ...moving } = counts;
  return moving;
}

/** The same of all queues of the project, newest first. */
export async function listQueueCounts(ctx: Context): Promise<CountsOfQueue[]> {
  return readCounts(ctx, null);
}

async function readCounts(ctx: Context, queueId: string | null): Promise<CountsOfQueue[]> {
  requirePermission(ctx, 'queues:read');
  return ctx.stores.controlPlane.prisma.$queryRaw<CountsOfQueue[]>`
    SELECT queue."id", counts."total", counts."done", counts."open", counts."leased", counts."unjudged",
      counts."yoursDoneToday", counts."yoursDone", counts."yoursTotal"
    FROM "Queue" AS queue CROSS JOIN LATERAL ${placeCounts(ctx)} AS counts
    WHERE queue."projectId" = ${ctx.project.id} AND (${queueId}::text IS NULL OR queue."id" = ${queueId})
    ORDER BY queue."createdAt" DESC, queue."id" DESC`;
}
