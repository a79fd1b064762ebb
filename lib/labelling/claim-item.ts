import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { Prisma } from '../platform/generated/prisma/client.ts';
import type { QueueModel } from '../platform/generated/prisma/models.ts';
import { claimGold } from './claim-gold.ts';
import { type Claim, type ClaimedRow, leaseEnd } from './lease.ts';
import { isLostRace } from './lost-race.ts';
import { leasedItem, readDraft } from './queries/items.ts';
import { whatIsLeft } from './queries/what-is-left.ts';
import { requirePerson } from './require-person.ts';
import { type ClaimResult, claimItemSchema } from './schema.ts';

const ATTEMPTS = 5;

/**
 * Leases the next item of a queue to the person who asks: one they hold already (so that a reload gives the same
 * one), else a hidden gold item where one is due, else one that is assigned to them, else the first free one in
 * serving order. Never a second place of a query they hold or have labelled, nor one they skipped. `except` are
 * items that this screen holds, for fetching ahead. `empty` says what is with others and when the next of it frees.
 */
export async function claimItem(ctx: Context, input: z.input<typeof claimItemSchema>): Promise<ClaimResult> {
  requirePermission(ctx, 'labels:write');
  const { personId } = requirePerson(ctx);
  const { queueId, except } = claimItemSchema.parse(input);
  const queue = await ctx.stores.controlPlane.prisma.queue.findFirst({
    where: { id: queueId, projectId: ctx.project.id },
  });
  if (queue === null) throw notFound('The queue');
  const claimed =
    (await claimGold(ctx, queue, { personId, except })) ??
    (await claimNext(ctx, queue, { personId, except }));
  if (claimed === undefined) return { empty: await whatIsLeft(ctx, queueId, personId) };
  return { item: leasedItem(claimed, await readDraft(ctx, claimed.id, personId)) };
}

/** Two screens of one person that ask at once may meet at two places of one query: the index lets one through. */
async function claimNext(ctx: Context, queue: QueueModel, claim: Claim): Promise<ClaimedRow | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await leaseNext(ctx, queue, claim);
    } catch (error) {
      if (attempt === ATTEMPTS || !isLostRace(error)) throw error;
    }
  }
}

/** One statement decides: SKIP LOCKED passes over rows that another claim is taking at this moment. */
async function leaseNext(
  ctx: Context,
  queue: QueueModel,
  { personId, except }: Claim,
): Promise<ClaimedRow | undefined> {
  const now = ctx.now();
  const held = [...except];
  const [claimed] = await ctx.stores.controlPlane.prisma.$queryRaw<ClaimedRow[]>`
    UPDATE "QueueItem" SET "leasedBy" = ${personId}, "leasedUntil" = ${leaseEnd(queue, now)}, "fence" = "fence" + 1
    WHERE "id" = COALESCE(
      (SELECT "id" FROM "QueueItem"
       WHERE "queueId" = ${queue.id} AND "state" = 'open' AND "leasedBy" = ${personId} AND "leasedUntil" > ${now}
         AND "id" <> ALL(${held}::text[])
       ORDER BY "serveOrder", "id" LIMIT 1 FOR UPDATE SKIP LOCKED),
      (SELECT item."id" FROM "QueueItem" AS item
       WHERE item."queueId" = ${queue.id} AND item."state" = 'open' AND item."assignedTo" = ${personId}
         AND ${isFree(personId, now, held)}
       ORDER BY item."serveOrder", item."id" LIMIT 1 FOR UPDATE OF item SKIP LOCKED),
      (SELECT item."id" FROM "QueueItem" AS item
       WHERE item."queueId" = ${queue.id} AND item."state" = 'open' AND item."assignedTo" IS NULL
         AND ${isFree(personId, now, held)}
       ORDER BY item."serveOrder", item."id" LIMIT 1 FOR UPDATE OF item SKIP LOCKED))
    RETURNING "id", "queueId", "queryId", "fence", "leasedUntil"`;
  return claimed;
}

/** Whether the person may be given `item`: nobody holds it, and they have not met its query in this queue. */
function isFree(personId: string, now: Date, except: string[]): Prisma.Sql {
  return Prisma.sql`item."goldFor" = '' AND (item."leasedUntil" IS NULL OR item."leasedUntil" <= ${now})
    AND item."id" <> ALL(${except}::text[])
    AND NOT EXISTS (SELECT 1 FROM "QueueItem" AS twin
      WHERE twin."queueId" = item."queueId" AND twin."queryId" = item."queryId" AND twin."id" <> item."id"
        AND twin."goldFor" = '' AND (twin."leasedBy" = ${personId} OR twin."doneBy" = ${personId}))
    AND NOT EXISTS (SELECT 1 FROM "QuerySkip" AS skip
      WHERE skip."queueId" = item."queueId" AND skip."queryId" = item."queryId"
        AND skip."personId" = ${personId})`;
}
