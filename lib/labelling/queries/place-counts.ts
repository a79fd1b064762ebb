import type { Context } from '../../platform/context.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';

/**
 * The counts of `"Queue" AS queue`, as columns of a subquery for CROSS JOIN LATERAL: its places by state, and what the
 * person who asks did and may still do. A hidden gold item takes the place of an open one in the counts of whoever is
 * shown it, so that they move by it as by any other; one open place stays as long as there is one. "Today" begins at
 * midnight in the project's time zone.
 */
export function placeCounts(ctx: Context): Prisma.Sql {
  const { actor, project } = ctx;
  const personId = actor.kind === 'person' ? actor.personId : '';
  const now = ctx.now();
  const today = Prisma.sql`date_trunc('day', ${now}::timestamptz, ${project.timeZone})`;
  const open = withGold(Prisma.sql`place."open"`);
  return Prisma.sql`(
    SELECT place."done" + gold."done" AS "done", ${open} AS "open",
      place."leased" + gold."held" AS "leased", place."unjudged", place."queries",
      place."done" + gold."done" + ${open} + place."leased" + gold."held" + place."unjudged"
        AS "total",
      yours."doneToday" + gold."doneToday" AS "yoursDoneToday", yours."done" + gold."done" AS "yoursDone",
      yours."done" + gold."done" + ${withGold(Prisma.sql`yours."left"`)} + gold."held" AS "yoursTotal"
    FROM (
      SELECT count(*) FILTER (WHERE item."state" = 'done')::int AS "done",
        count(*) FILTER (WHERE item."state" = 'open'
          AND (item."leasedUntil" IS NULL OR item."leasedUntil" <= ${now}))::int AS "open",
        count(*) FILTER (WHERE item."state" = 'open' AND item."leasedUntil" > ${now})::int AS "leased",
        count(*) FILTER (WHERE item."state" = 'unjudged')::int AS "unjudged",
        count(DISTINCT item."queryId") FILTER (WHERE item."state" <> 'removed')::int AS "queries"
      FROM "QueueItem" AS item WHERE item."queueId" = queue."id" AND item."goldFor" = '') AS place
    CROSS JOIN (
      SELECT count(*) FILTER (WHERE item."state" = 'done')::int AS "done",
        count(*) FILTER (WHERE item."state" = 'done' AND item."doneAt" >= ${today})::int AS "doneToday",
        count(*) FILTER (WHERE item."state" = 'open' AND item."leasedUntil" > ${now})::int AS "held"
      FROM "QueueItem" AS item
      WHERE item."queueId" = queue."id" AND item."goldFor" = ${personId} AND ${personId} <> '') AS gold
    CROSS JOIN (
      SELECT count(*) FILTER (WHERE query."done")::int AS "done",
        count(*) FILTER (WHERE query."doneToday")::int AS "doneToday",
        count(*) FILTER (WHERE query."open" AND NOT query."done" AND skip."personId" IS NULL)::int AS "left"
      FROM (
        SELECT item."queryId", bool_or(item."state" = 'done' AND item."doneBy" = ${personId}) AS "done",
          bool_or(item."state" = 'done' AND item."doneBy" = ${personId} AND item."doneAt" >= ${today}) AS "doneToday",
          bool_or(item."state" = 'open' AND ${personId} <> ''
            AND (item."assignedTo" IS NULL OR item."assignedTo" = ${personId})) AS "open"
        FROM "QueueItem" AS item WHERE item."queueId" = queue."id" AND item."goldFor" = ''
        GROUP BY item."queryId") AS query
      LEFT JOIN "QuerySkip" AS skip ON skip."queueId" = queue."id" AND skip."queryId" = query."queryId"
        AND skip."personId" = ${personId}) AS yours)`;
}

/** What is left of so many open places beside the gold items that were shown in their stead. */
function withGold(open: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`greatest(${open} - gold."done" - gold."held", least(${open}, 1))`;
}
