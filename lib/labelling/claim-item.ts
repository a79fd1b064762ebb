import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { leasedItem, readDraft } from './queries/items.ts';
import { requirePerson } from './require-person.ts';
import { type ClaimResult, claimItemSchema } from './schema.ts';

interface ClaimedRow {
  id: string;
  queueId: string;
  queryId: string;
  fence: number;
  leasedUntil: Date;
}

/**
 * Leases the next item of a queue to the person who asks: one they hold already (so that a reload gives the same
 * one), else the first free one in serving order. `except` are items that this screen holds, for fetching ahead.
 * `empty` says what is with others and when the next of it frees.
 */
export async function claimItem(ctx: Context, input: z.input<typeof claimItemSchema>): Promise<ClaimResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { queueId, except } = claimItemSchema.parse(input);
  const { prisma } = ctx.stores.controlPlane;
  const queue = await prisma.queue.findFirst({ where: { id: queueId, projectId: ctx.project.id } });
  if (queue === null) throw notFound('The queue');

  const now = ctx.now();
  const until = new Date(now.getTime() + queue.leaseMinutes * 60_000);
  // One statement decides: SKIP LOCKED passes over rows that another claim is taking at this moment.
  const [claimed] = await prisma.$queryRaw<ClaimedRow[]>`
    UPDATE "QueueItem" SET "leasedBy" = ${personId}, "leasedUntil" = ${until}, "fence" = "fence" + 1
    WHERE "id" = COALESCE(
      (SELECT "id" FROM "QueueItem"
       WHERE "queueId" = ${queueId} AND "state" = 'open' AND "leasedBy" = ${personId} AND "leasedUntil" > ${now}
         AND "id" <> ALL(${except}::text[])
       ORDER BY "serveOrder", "id" LIMIT 1 FOR UPDATE SKIP LOCKED),
      (SELECT "id" FROM "QueueItem"
       WHERE "queueId" = ${queueId} AND "state" = 'open' AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
         AND "id" <> ALL(${except}::text[])
       ORDER BY "serveOrder", "id" LIMIT 1 FOR UPDATE SKIP LOCKED))
    RETURNING "id", "queueId", "queryId", "fence", "leasedUntil"`;
  if (claimed === undefined) return { empty: await whatIsLeft(ctx, queueId, personId, now) };
  return { item: leasedItem(claimed, await readDraft(ctx, claimed.id, personId)) };
}

async function whatIsLeft(ctx: Context, queueId: string, personId: string, now: Date) {
  const { queueItem } = ctx.stores.controlPlane.prisma;
  const others = { queueId, state: 'open', leasedBy: { not: personId }, leasedUntil: { gt: now } };
  const [leased, done, total] = await Promise.all([
    queueItem.aggregate({ where: others, _count: true, _min: { leasedUntil: true } }),
    queueItem.count({ where: { queueId, state: 'done' } }),
    queueItem.count({ where: { queueId, state: { not: 'removed' } } }),
  ]);
  return {
    withOthers: leased._count,
    nextFreeAt: leased._min.leasedUntil?.toISOString() ?? null,
    done,
    total,
  };
}
