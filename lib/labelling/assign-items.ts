import { z } from 'zod';
import { mayDo, requirePermission } from '../auth/permissions.ts';
import { roleSchema } from '../auth/schema.ts';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { Prisma } from '../platform/generated/prisma/client.ts';
import { readItem } from './queries/items.ts';
import { type assignedItemsSchema, assignItemsSchema, assignQueueSchema } from './queue-report-schema.ts';

const assignInput = z.union([
  assignItemsSchema.extend({ itemId: z.string() }),
  assignQueueSchema.extend({ queueId: z.string() }),
]);

/**
 * Gives open places of a queue to one person, who alone is served them from then on; null frees them. Passed over:
 * what is on another's screen, and queries that the person has labelled, skipped, holds, or has another place of.
 * Throws `conflict` where a single item cannot be given to them.
 */
export async function assignItems(
  ctx: Context,
  input: z.input<typeof assignInput>,
): Promise<z.output<typeof assignedItemsSchema>> {
  requirePermission(ctx, 'queues:manage');
  const wanted = assignInput.parse(input);
  const one = 'itemId' in wanted ? await readItem(ctx, wanted.itemId) : undefined;
  const queueId = 'queueId' in wanted ? wanted.queueId : (one?.queueId ?? '');
  const { prisma } = ctx.stores.controlPlane;
  if ((await prisma.queue.count({ where: { id: queueId, projectId: ctx.project.id } })) === 0)
    throw notFound('The queue');
  if (wanted.personId === null) {
    const of = 'queueId' in wanted ? wanted.of : undefined;
    const { count } = await prisma.queueItem.updateMany({
      where: {
        queue: { id: queueId, projectId: ctx.project.id },
        state: 'open',
        assignedTo: of ?? { not: null },
        ...(one && { id: one.id }),
      },
      data: { assignedTo: null },
    });
    return { assigned: count };
  }
  await requireReviewer(ctx, wanted.personId);
  const limit = 'queueId' in wanted ? (wanted.count ?? null) : 1;
  const assigned = await give(ctx, { queueId, personId: wanted.personId, itemId: one?.id ?? null, limit });
  if (one !== undefined && assigned === 0)
    throw new AppError(
      'conflict',
      'This item cannot be given to them: it is done or on a screen, or they have met its query in this queue.',
    );
  return { assigned };
}

async function requireReviewer(ctx: Context, personId: string): Promise<void> {
  const person = await ctx.stores.controlPlane.prisma.person.findFirst({
    where: { id: personId, projectId: ctx.project.id, removedAt: null },
  });
  const role = roleSchema.safeParse(person?.role).data;
  if (person !== null && role !== undefined) {
    if (mayDo({ kind: 'person', personId, name: person.name, role }, 'labels:write')) return;
  }
  throw new AppError('invalid', 'personId: is no member of this project who may label.', {
    path: 'personId',
  });
}

function give(
  ctx: Context,
  {
    queueId,
    personId,
    itemId,
    limit,
  }: { queueId: string; personId: string; itemId: string | null; limit: number | null },
): Promise<number> {
  const one = itemId === null ? Prisma.sql`TRUE` : Prisma.sql`item."id" = ${itemId}`;
  return ctx.stores.controlPlane.prisma.$executeRaw`
    UPDATE "QueueItem" SET "assignedTo" = ${personId} WHERE "id" IN (
      SELECT first."id" FROM (
        SELECT DISTINCT ON (item."queryId") item."id", item."serveOrder" FROM "QueueItem" AS item
        WHERE item."queueId" = ${queueId} AND item."state" = 'open' AND item."goldFor" = '' AND ${one}
          AND (${itemId}::text IS NOT NULL OR item."assignedTo" IS NULL)
          AND (item."leasedUntil" IS NULL OR item."leasedUntil" <= ${ctx.now()} OR item."leasedBy" = ${personId})
          AND NOT EXISTS (SELECT 1 FROM "QueueItem" AS twin WHERE twin."queueId" = item."queueId"
            AND twin."queryId" = item."queryId" AND twin."goldFor" = '' AND twin."id" <> item."id"
            AND (twin."doneBy" = ${personId} OR twin."leasedBy" = ${personId} OR twin."assignedTo" = ${personId}))
          AND NOT EXISTS (SELECT 1 FROM "QuerySkip" AS skip WHERE skip."queueId" = item."queueId"
            AND skip."queryId" = item."queryId" AND skip."personId" = ${personId})
        ORDER BY item."queryId", item."slot") AS first
      ORDER BY first."serveOrder", first."id" LIMIT ${limit})`;
}
