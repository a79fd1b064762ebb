import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { QueueCounts } from '../queue-report-schema.ts';

/** How far a queue is at this moment, from one index scan. Throws `not_found` if the project has no such queue. */
export async function readQueueCounts(ctx: Context, queueId: string): Promise<QueueCounts> {
  requirePermission(ctx, 'queues:read');
  const { actor, project } = ctx;
  const personId = actor.kind === 'person' ? actor.personId : '';
  const now = ctx.now();
  const [counts] = await ctx.stores.controlPlane.prisma.$queryRaw<QueueCounts[]>`
    SELECT count(item."id") FILTER (WHERE item."state" <> 'removed')::int AS "total",
      count(item."id") FILTER (WHERE item."state" = 'done')::int AS "done",
      count(item."id") FILTER (WHERE item."state" = 'open'
        AND (item."leasedUntil" IS NULL OR item."leasedUntil" <= ${now}))::int AS "open",
      count(item."id") FILTER (WHERE item."state" = 'open' AND item."leasedUntil" > ${now})::int AS "leased",
      count(item."id") FILTER (WHERE item."state" = 'unjudged')::int AS "unjudged",
      count(item."id") FILTER (WHERE item."state" = 'done' AND item."doneBy" = ${personId}
        AND item."doneAt" >= date_trunc('day', ${now}::timestamptz, ${project.timeZone}))::int AS "yoursDoneToday"
    FROM "Queue" AS queue LEFT JOIN "QueueItem" AS item ON item."queueId" = queue."id" AND item."goldFor" = ''
    WHERE queue."id" = ${queueId} AND queue."projectId" = ${project.id} GROUP BY queue."id"`;
  if (counts === undefined) throw notFound('The queue');
  return counts;
}
