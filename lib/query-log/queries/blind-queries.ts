import { mayDo } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';

/**
 * Those of the queries whose labels and grades by others a person must not see yet: an open item of a queue is,
 * or may still be, given to them, and they have not labelled it. None for whoever is given no items: a role that
 * does not label, a key, the system.
 */
export async function blindQueries(
  ctx: Context,
  queryIds: readonly string[],
  personId = ctx.actor.kind === 'person' ? ctx.actor.personId : undefined,
): Promise<Set<string>> {
  if (personId === undefined || queryIds.length === 0) return new Set();
  if (ctx.actor.kind === 'person' && !mayDo(ctx.actor, 'labels:write')) return new Set();
  const rows = await ctx.stores.controlPlane.prisma.$queryRaw<{ queryId: string }[]>`
    SELECT asked."queryId" FROM unnest(${[...queryIds]}::text[]) AS asked("queryId")
    WHERE ${isBlind(ctx, personId, Prisma.sql`asked."queryId"`)}`;
  return new Set(rows.map((row) => row.queryId));
}

/** The same rule as a condition on a column that holds the query's id; `only` narrows the queues that count. */
export function isBlind(
  ctx: Context,
  personId: string,
  queryId: Prisma.Sql,
  only = Prisma.sql`TRUE`,
): Prisma.Sql {
  const projectId = ctx.project.id;
  return Prisma.sql`(EXISTS (
      SELECT 1 FROM "QueueItem" AS waiting JOIN "Queue" AS queue ON queue."id" = waiting."queueId"
      WHERE queue."projectId" = ${projectId} AND waiting."queryId" = ${queryId} AND waiting."state" = 'open'
        AND waiting."goldFor" IN ('', ${personId}) AND ${only})
    AND NOT EXISTS (
      SELECT 1 FROM "Label" AS own WHERE own."projectId" = ${projectId} AND own."queryId" = ${queryId}
        AND own."personId" = ${personId} AND own."current"))`;
}

/** All queries of the project that a person, by default the one who asks, must still judge unseen. */
export async function unseenQueries(
  ctx: Context,
  personId = ctx.actor.kind === 'person' ? ctx.actor.personId : undefined,
): Promise<string[]> {
  if (personId === undefined) return [];
  if (ctx.actor.kind === 'person' && !mayDo(ctx.actor, 'labels:write')) return [];
  const rows = await ctx.stores.controlPlane.prisma.$queryRaw<{ queryId: string }[]>`
    SELECT DISTINCT item."queryId" FROM "QueueItem" AS item JOIN "Queue" AS queue ON queue."id" = item."queueId"
    WHERE queue."projectId" = ${ctx.project.id} AND item."state" = 'open'
      AND ${isBlind(ctx, personId, Prisma.sql`item."queryId"`)}`;
  return rows.map((row) => row.queryId);
}
