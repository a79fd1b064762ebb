import type { Context } from '../../platform/context.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';

/**
 * Those of the queries whose labels and grades by others a person must not see yet: an open item of a queue is,
 * or may still be, given to them, and they have not labelled it. Without a person (a key, the system) none.
 */
export async function blindQueries(
  ctx: Context,
  queryIds: readonly string[],
  personId = ctx.actor.kind === 'person' ? ctx.actor.personId : undefined,
): Promise<Set<string>> {
  if (personId === undefined || queryIds.length === 0) return new Set();
  const rows = await ctx.stores.controlPlane.prisma.$queryRaw<{ queryId: string }[]>`
    SELECT asked."queryId" FROM unnest(${[...queryIds]}::text[]) AS asked("queryId")
    WHERE ${isBlind(ctx, personId, Prisma.sql`asked."queryId"`)}`;
  return new Set(rows.map((row) => row.queryId));
}

/** The same rule as a condition on a column that holds the query's id. */
export function isBlind(ctx: Context, personId: string, queryId: Prisma.Sql): Prisma.Sql {
  const projectId = ctx.project.id;
  return Prisma.sql`(EXISTS (
      SELECT 1 FROM "QueueItem" AS waiting JOIN "Queue" AS queue ON queue."id" = waiting."queueId"
      WHERE queue."projectId" = ${projectId} AND waiting."queryId" = ${queryId} AND waiting."state" = 'open')
    AND NOT EXISTS (
      SELECT 1 FROM "Label" AS own WHERE own."projectId" = ${projectId} AND own."queryId" = ${queryId}
        AND own."personId" = ${personId} AND own."current"))`;
}
