import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { QueueReport, QueueRunView } from '../queue-report-schema.ts';

const RUNS = 10;

type Totals = Pick<
  QueueReport,
  'skippedQueries' | 'unjudgedQueries' | 'goldQueries' | 'labels' | 'cannotTell' | 'removedQueries'
>;

interface RunRow {
  at: Date;
  windowFrom: Date | null;
  windowTo: Date | null;
  candidates: number;
  wanted: number;
  added: number;
}

/** Fillings, non-response and assignments of a queue. Zeros and empty lists for one that the project does not have. */
export async function readQueueReport(ctx: Context, queueId: string): Promise<QueueReport> {
  requirePermission(ctx, 'queues:read');
  const [runs, skips, totals, assigned] = await Promise.all([
    readRuns(ctx, queueId),
    readSkips(ctx, queueId),
    readTotals(ctx, queueId),
    readAssigned(ctx, queueId),
  ]);
  return { runs, skips, ...totals, assigned };
}

async function readRuns(ctx: Context, queueId: string): Promise<QueueRunView[]> {
  const rows = await ctx.stores.controlPlane.prisma.$queryRaw<RunRow[]>`
    SELECT run."createdAt" AS "at", run."windowFrom", run."windowTo", run."candidates", run."wanted",
      (SELECT count(DISTINCT item."queryId")::int FROM "QueueItem" AS item WHERE item."queueId" = run."queueId"
        AND item."goldFor" = '' AND item."slot" = 0 AND item."createdAt" = run."createdAt") AS "added"
    FROM "QueueRun" AS run JOIN "Queue" AS queue ON queue."id" = run."queueId"
    WHERE queue."id" = ${queueId} AND queue."projectId" = ${ctx.project.id}
    ORDER BY run."createdAt" DESC, run."id" DESC LIMIT ${RUNS}`;
  return rows.map(({ at, windowFrom, windowTo, ...run }) => ({
    ...run,
    at: at.toISOString(),
    window:
      windowFrom === null || windowTo === null
        ? null
        : { from: windowFrom.toISOString(), to: windowTo.toISOString() },
  }));
}

function readSkips(ctx: Context, queueId: string): Promise<QueueReport['skips']> {
  return ctx.stores.controlPlane.prisma.$queryRaw<QueueReport['skips']>`
    SELECT skip."reason", count(*)::int AS "n" FROM "QuerySkip" AS skip
    JOIN "Queue" AS queue ON queue."id" = skip."queueId"
    WHERE queue."id" = ${queueId} AND queue."projectId" = ${ctx.project.id}
    GROUP BY skip."reason" ORDER BY "n" DESC, skip."reason" LIMIT 20`;
}

async function readTotals(ctx: Context, queueId: string): Promise<Totals> {
  const { id } = ctx.project;
  const [totals] = await ctx.stores.controlPlane.prisma.$queryRaw<Totals[]>`
    SELECT
      (SELECT count(DISTINCT "queryId")::int FROM "QuerySkip" WHERE "queueId" = queue."id") AS "skippedQueries",
      (SELECT count(DISTINCT "queryId")::int FROM "QueueItem"
        WHERE "queueId" = queue."id" AND "goldFor" = '' AND "state" = 'unjudged') AS "unjudgedQueries",
      (SELECT count(DISTINCT "queryId")::int FROM "QueueItem"
        WHERE "queueId" = queue."id" AND "goldFor" = '' AND "state" = 'removed') AS "removedQueries",
      (SELECT count(DISTINCT gold."queryId")::int FROM "Adjudication" AS gold
        WHERE gold."projectId" = queue."projectId" AND gold."current" AND NOT EXISTS (
          SELECT 1 FROM "QueueItem" AS own WHERE own."queueId" = queue."id" AND own."goldFor" = ''
            AND own."queryId" = gold."queryId")) AS "goldQueries",
      given.*
    FROM "Queue" AS queue CROSS JOIN LATERAL (
      SELECT count(*)::int AS "labels", count(*) FILTER (WHERE label."verdict" = 'cannot_tell')::int AS "cannotTell"
      FROM "Label" AS label JOIN "QueueItem" AS item ON item."id" = label."itemId"
      WHERE item."queueId" = queue."id" AND label."current") AS given
    WHERE queue."id" = ${queueId} AND queue."projectId" = ${id}`;
  return (
    totals ?? {
      skippedQueries: 0,
      unjudgedQueries: 0,
      goldQueries: 0,
      labels: 0,
      cannotTell: 0,
      removedQueries: 0,
    }
  );
}

function readAssigned(ctx: Context, queueId: string): Promise<QueueReport['assigned']> {
  return ctx.stores.controlPlane.prisma.$queryRaw<QueueReport['assigned']>`
    SELECT person."id" AS "personId", person."name", count(*)::int AS "n" FROM "QueueItem" AS item
    JOIN "Person" AS person ON person."id" = item."assignedTo"
    WHERE item."queueId" = ${queueId} AND person."projectId" = ${ctx.project.id} AND item."state" = 'open'
      AND item."goldFor" = ''
    GROUP BY person."id", person."name" ORDER BY person."name", person."id"`;
}
