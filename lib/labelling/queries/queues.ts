import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { type QueueView, queueViewSchema } from '../schema.ts';
import { placeCounts } from './place-counts.ts';

type QueueRow = Omit<QueueView, 'createdAt' | 'filter' | 'rules' | 'filledUntil'> & {
  createdAt: Date;
  filledUntil: Date | null;
  filter: unknown;
  rules: unknown;
};

/** The project's queues, newest first. */
export async function listQueues(ctx: Context): Promise<QueueView[]> {
  requirePermission(ctx, 'queues:read');
  return (await readRows(ctx)).map(toView);
}

/** One queue. Throws `not_found` if the project has no such queue. */
export async function readQueue(ctx: Context, queueId: string): Promise<QueueView> {
  requirePermission(ctx, 'queues:read');
  const [row] = await readRows(ctx, queueId);
  if (row === undefined) throw notFound('The queue');
  return toView(row);
}

function readRows(ctx: Context, queueId: string | null = null): Promise<QueueRow[]> {
  const { project } = ctx;
  return ctx.stores.controlPlane.prisma.$queryRaw<QueueRow[]>`
    SELECT queue.*,
      (SELECT coalesce(json_agg(json_build_object('filter', rule."filter", 'mode', rule."mode")
         ORDER BY rule."createdAt", rule."id"), '[]') FROM "QueueRule" AS rule
       WHERE rule."queueId" = queue."id") AS "rules",
      (SELECT run."filter" FROM "QueueRun" AS run WHERE run."queueId" = queue."id"
       ORDER BY run."createdAt" DESC, run."id" DESC LIMIT 1) AS "filter",
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY label."activeSeconds")
       FROM "Label" AS label JOIN "QueueItem" AS timed ON timed."id" = label."itemId"
       WHERE timed."queueId" = queue."id" AND label."current") AS "medianActiveSeconds",
      counts.*
    FROM "Queue" AS queue CROSS JOIN LATERAL ${placeCounts(ctx)} AS counts
    WHERE queue."projectId" = ${project.id} AND (${queueId}::text IS NULL OR queue."id" = ${queueId})
    ORDER BY queue."createdAt" DESC, queue."id" DESC`;
}

function toView(row: QueueRow): QueueView {
  return queueViewSchema.parse({
    ...row,
    createdAt: row.createdAt.toISOString(),
    filledUntil: row.filledUntil?.toISOString() ?? null,
  });
}
