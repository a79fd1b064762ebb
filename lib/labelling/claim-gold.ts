import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import type { QueueModel } from '../platform/generated/prisma/models.ts';
import { type Claim, type ClaimedRow, leaseEnd } from './lease.ts';
import { isLostRace } from './lost-race.ts';

/**
 * Leases a showing of an adjudicated query to a person who does not know its decision: while they are new to the
 * queue to calibrate them, later now and then, hidden among the rest. Undefined where none is due or left.
 */
export async function claimGold(
  ctx: Context,
  queue: QueueModel,
  { personId, except }: Claim,
): Promise<ClaimedRow | undefined> {
  if (queue.calibration === 0 && queue.goldRate === 0) return undefined;
  if (!(await isDue(ctx, queue, { personId, except }))) return undefined;
  const queryId = await nextGold(ctx, queue.id, personId);
  if (queryId === undefined) return undefined;
  const leasedUntil = leaseEnd(queue, ctx.now());
  const item = { id: await itemId(ctx, queue), queueId: queue.id, queryId, fence: 1, leasedUntil };
  const row = { ...item, goldFor: personId, serveOrder: 0, leasedBy: personId, createdAt: ctx.now() };
  try {
    await ctx.stores.controlPlane.prisma.queueItem.create({ data: row });
    return item;
  } catch (error) {
    if (isLostRace(error)) return undefined;
    throw error;
  }
}

/** An id holds the time at which it was made: that of the queue's other items, so that it tells nothing. */
async function itemId(ctx: Context, queue: QueueModel): Promise<string> {
  const other = await ctx.stores.controlPlane.prisma.queueItem.findFirst({
    where: { queueId: queue.id, goldFor: '', state: 'open' },
    orderBy: { serveOrder: 'asc' },
    select: { id: true },
  });
  const msecs = Number.parseInt((other?.id ?? queue.id).replaceAll('-', '').slice(0, 12), 16);
  return uuidv7({ msecs });
}

async function isDue(ctx: Context, queue: QueueModel, { personId, except }: Claim): Promise<boolean> {
  const { queueItem } = ctx.stores.controlPlane.prisma;
  const [waiting, shown, done] = await Promise.all([
    queueItem.count({
      where: {
        queueId: queue.id,
        state: 'open',
        leasedBy: personId,
        leasedUntil: { gt: ctx.now() },
        id: { notIn: [...except] },
      },
    }),
    queueItem.count({ where: { queueId: queue.id, goldFor: personId } }),
    queueItem.count({ where: { queueId: queue.id, goldFor: '', state: 'done', doneBy: personId } }),
  ]);
  if (waiting > 0) return false;
  return shown < queue.calibration || chance(`${queue.id}\0${personId}\0${shown + done}`) < queue.goldRate;
}

/** In [0, 1), the same for the same key: a reload does not roll again. */
function chance(key: string): number {
  return createHash('sha256').update(key).digest().readUIntBE(0, 6) / 2 ** 48;
}

async function nextGold(ctx: Context, queueId: string, personId: string): Promise<string | undefined> {
  const [next] = await ctx.stores.controlPlane.prisma.$queryRaw<{ queryId: string }[]>`
    SELECT gold."queryId" FROM "Adjudication" AS gold
    WHERE gold."projectId" = ${ctx.project.id} AND gold."current" AND gold."personId" <> ${personId}
      AND NOT EXISTS (SELECT 1 FROM "Label" AS own WHERE own."projectId" = gold."projectId"
        AND own."queryId" = gold."queryId" AND own."personId" = ${personId})
      AND NOT EXISTS (SELECT 1 FROM "QueueItem" AS shown JOIN "Queue" AS queue ON queue."id" = shown."queueId"
        WHERE queue."projectId" = gold."projectId" AND shown."queryId" = gold."queryId"
          AND (shown."goldFor" = ${personId} OR (shown."queueId" = ${queueId} AND shown."goldFor" = '')))
    ORDER BY md5(gold."queryId" || ${personId}) LIMIT 1`;
  return next?.queryId;
}
