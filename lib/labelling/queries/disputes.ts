import type { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';
import { isBlind } from '../../query-log/queries/blind-queries.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { type Dispute, type disputePageSchema, listDisputesSchema } from '../agreement-schema.ts';
import { readQuestionTexts } from './question-texts.ts';

/** Grades of one hit that lie this far apart are a disagreement. */
const GRADE_GAP = 2;

interface DisputeRow {
  queryId: string;
  labels: number;
  verdicts: number;
  failures: number;
  gap: boolean;
  reopened: boolean;
  flagNotes: string[];
  labelledAt: Date;
  unseen: boolean;
  total: number;
  hidden: number;
}

/**
 * Queries on which somebody has to decide, the one that waits longest first: all their reviewers have submitted and
 * differ in verdict, failure or by two in a grade, or one of them asked for it. Not those that are decided, nor
 * those that the reader must still judge unseen: these are counted as `hidden`.
 */
export async function listDisputes(
  ctx: Context,
  input: z.input<typeof listDisputesSchema> = {},
): Promise<z.output<typeof disputePageSchema>> {
  requirePermission(ctx, 'queues:manage');
  const { limit } = listDisputesSchema.parse(input);
  const rows = await readDisputes(ctx, limit);
  const shown = rows.filter(({ unseen }) => !unseen);
  const questions = await readQuestionTexts(
    ctx,
    shown.map(({ queryId }) => queryId),
  );
  return {
    items: shown.map((row) => toDispute(row, questions.get(row.queryId) ?? '')),
    total: rows[0]?.total ?? 0,
    hidden: rows[0]?.hidden ?? 0,
  };
}

async function readDisputes(ctx: Context, limit: number): Promise<DisputeRow[]> {
  const projectId = ctx.project.id;
  const { questions } = await hiddenLabels(ctx);
  const blind =
    ctx.actor.kind === 'person'
      ? isBlind(ctx, ctx.actor.personId, Prisma.sql`votes."queryId"`)
      : Prisma.sql`FALSE`;
  return ctx.stores.controlPlane.prisma.$queryRaw<DisputeRow[]>`
    WITH votes AS (
      SELECT "queryId", count(*)::int AS labels, count(DISTINCT "verdict")::int AS verdicts,
        count(DISTINCT "failure")::int AS failures, max("createdAt") AS "labelledAt",
        coalesce(array_agg("flagNote") FILTER (WHERE "flagNote" IS NOT NULL), '{}') AS "flagNotes"
      FROM "Label" WHERE "projectId" = ${projectId} AND "current" GROUP BY "queryId"
    ), apart AS (
      SELECT "questionHash", "chunkHash" FROM "Judgement" WHERE "projectId" = ${projectId} AND "current"
      GROUP BY "questionHash", "chunkHash" HAVING max("grade") - min("grade") >= ${GRADE_GAP}
    ), gaps AS (
      SELECT DISTINCT label."queryId" FROM "Judgement" AS judgement
        JOIN apart USING ("questionHash", "chunkHash") JOIN "Label" AS label ON label."id" = judgement."labelId"
      WHERE judgement."projectId" = ${projectId} AND judgement."current" AND label."current"
    ), waiting AS (
      SELECT votes.*, gaps."queryId" IS NOT NULL AND votes.labels > 1 AS gap,
        EXISTS (SELECT 1 FROM "Adjudication" AS earlier
          WHERE earlier."projectId" = ${projectId} AND earlier."queryId" = votes."queryId") AS reopened,
        ${blind} OR EXISTS (SELECT 1 FROM "Judgement" AS graded JOIN "Label" AS label ON label."id" = graded."labelId"
          WHERE graded."projectId" = ${projectId} AND label."queryId" = votes."queryId"
            AND graded."questionHash" = ANY(${[...questions]}::text[])) AS unseen
      FROM votes LEFT JOIN gaps USING ("queryId")
      WHERE (votes.verdicts > 1 OR votes.failures > 1 OR (gaps."queryId" IS NOT NULL AND votes.labels > 1)
          OR cardinality(votes."flagNotes") > 0)
        AND NOT EXISTS (SELECT 1 FROM "Adjudication" AS decided
          WHERE decided."projectId" = ${projectId} AND decided."queryId" = votes."queryId" AND decided."current")
        AND (cardinality(votes."flagNotes") > 0 OR NOT EXISTS (
          SELECT 1 FROM "QueueItem" AS item JOIN "Queue" AS queue ON queue."id" = item."queueId"
          WHERE queue."projectId" = ${projectId} AND item."queryId" = votes."queryId"
            AND item."state" = 'open' AND item."goldFor" = ''))
    )
    SELECT *, (count(*) FILTER (WHERE NOT unseen) OVER ())::int AS total,
      (count(*) FILTER (WHERE unseen) OVER ())::int AS hidden
    FROM waiting ORDER BY unseen, "labelledAt", "queryId" LIMIT ${limit}`;
}

function toDispute(row: DisputeRow, question: string): Dispute {
  const { queryId, labels, flagNotes, labelledAt, reopened } = row;
  const reasons: Dispute['reasons'] = [];
  if (row.verdicts > 1) reasons.push('verdict');
  if (row.failures > 1) reasons.push('failure');
  if (row.gap) reasons.push('grades');
  if (flagNotes.length > 0) reasons.push('flag');
  return { queryId, question, labels, reasons, flagNotes, reopened, labelledAt: labelledAt.toISOString() };
}
