import type { Context } from '../../platform/context.ts';
import type { EmptyQueue } from '../schema.ts';
import { readQueueCounts } from './queue-counts.ts';

/** In queries, of which one that several shall label has several places. */
interface Counts {
  withOthers: number;
  nextFreeAt: Date | null;
  skippedByYou: number;
  needAnother: number;
}

/** Why a queue has nothing for a person: what is with others and when the next of it frees, what they skipped. */
export async function whatIsLeft(ctx: Context, queueId: string, personId: string): Promise<EmptyQueue> {
  const now = ctx.now();
  const { done, total } = await readQueueCounts(ctx, queueId);
  const [counts] = await ctx.stores.controlPlane.prisma.$queryRaw<Counts[]>`
    SELECT
      count(DISTINCT "queryId") FILTER (WHERE "state" = 'open' AND "leasedBy" <> ${personId} AND "leasedUntil" > ${now})::int
        AS "withOthers",
      min("leasedUntil") FILTER (WHERE "state" = 'open' AND "leasedBy" <> ${personId} AND "leasedUntil" > ${now})
        AS "nextFreeAt",
      count(DISTINCT "queryId") FILTER (WHERE "state" = 'open' AND EXISTS (SELECT 1 FROM "QuerySkip" AS skip
        WHERE skip."queueId" = item."queueId" AND skip."queryId" = item."queryId"
          AND skip."personId" = ${personId}))::int AS "skippedByYou",
      count(DISTINCT "queryId") FILTER (WHERE "state" = 'open' AND EXISTS (SELECT 1 FROM "QueueItem" AS twin
        WHERE twin."queueId" = item."queueId" AND twin."queryId" = item."queryId"
          AND twin."doneBy" = ${personId}))::int AS "needAnother"
    FROM "QueueItem" AS item WHERE "queueId" = ${queueId} AND "goldFor" = ''`;
  const { withOthers = 0, skippedByYou = 0, needAnother = 0 } = counts ?? {};
  const nextFreeAt = counts?.nextFreeAt?.toISOString() ?? null;
  return { withOthers, nextFreeAt, skippedByYou, needAnother, done, total };
}
