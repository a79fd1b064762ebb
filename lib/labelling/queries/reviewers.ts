import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { ReviewerView } from '../agreement-schema.ts';

/**
 * What each reviewer of the project did and how it holds against others: only queries that nobody may still be
 * given count towards agreement, so that the numbers tell nobody what to say.
 */
export async function listReviewers(ctx: Context): Promise<ReviewerView[]> {
  requirePermission(ctx, 'queues:manage');
  const projectId = ctx.project.id;
  return ctx.stores.controlPlane.prisma.$queryRaw<ReviewerView[]>`
    WITH own AS (
      SELECT "personId", "queryId", "verdict", "activeSeconds" FROM "Label"
      WHERE "projectId" = ${projectId} AND "current"
    ), held AS (
      SELECT own."personId", own."queryId",
        avg((own."verdict" = other."verdict")::int) AS agreeing
      FROM own JOIN own AS other ON other."queryId" = own."queryId" AND other."personId" <> own."personId"
      WHERE NOT EXISTS (SELECT 1 FROM "QueueItem" AS waiting JOIN "Queue" AS queue ON queue."id" = waiting."queueId"
        WHERE queue."projectId" = ${projectId} AND waiting."queryId" = own."queryId"
          AND waiting."state" = 'open' AND waiting."goldFor" = '')
      GROUP BY own."personId", own."queryId"
    )
    SELECT person."id" AS "personId", person."name",
      (SELECT count(*)::int FROM own WHERE own."personId" = person."id") AS labels,
      (SELECT count("activeSeconds")::int FROM own WHERE own."personId" = person."id") AS "timedLabels",
      (SELECT coalesce(sum("activeSeconds"), 0)::float8 FROM own WHERE own."personId" = person."id") AS "activeSeconds",
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY "activeSeconds") FROM own
       WHERE own."personId" = person."id") AS "medianActiveSeconds",
      (SELECT count(*)::int FROM held WHERE held."personId" = person."id") AS joint,
      (SELECT coalesce(sum(agreeing), 0)::float8 FROM held WHERE held."personId" = person."id") AS agreeing,
      (SELECT count(*)::int FROM "QuerySkip" AS skip JOIN "Queue" AS queue ON queue."id" = skip."queueId"
       WHERE queue."projectId" = ${projectId} AND skip."personId" = person."id") AS skipped,
      (SELECT count(*)::int FROM "GoldAnswer" AS gold
       WHERE gold."projectId" = ${projectId} AND gold."personId" = person."id") AS gold,
      (SELECT count(*)::int FROM "GoldAnswer" AS gold
       WHERE gold."projectId" = ${projectId} AND gold."personId" = person."id" AND gold."agrees") AS "goldAgreeing"
    FROM "Person" AS person
    WHERE person."projectId" = ${projectId}
      AND (EXISTS (SELECT 1 FROM own WHERE own."personId" = person."id")
        OR EXISTS (SELECT 1 FROM "GoldAnswer" AS gold
          WHERE gold."projectId" = ${projectId} AND gold."personId" = person."id"))
    ORDER BY labels DESC, person."name"`;
}
