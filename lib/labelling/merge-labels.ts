import type { Transaction } from '../platform/control-plane.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import { reopenAdjudications } from './reopen-adjudications.ts';

interface Merge {
  /** Person ids. */
  from: string;
  to: string;
}

/**
 * Makes one person's labels and grades another's within `tx`. Where both labelled a query, all revisions are kept
 * in the order of their time, and the newest current one counts, with its grades: it is what the person said last.
 * Returns how many labels were moved.
 */
export async function mergeLabels(
  tx: Transaction,
  projectId: string,
  merge: Merge,
  now: Date,
): Promise<number> {
  const moving = await tx.label.findMany({
    where: { projectId, personId: merge.from },
    select: { queryId: true },
  });
  const queries = [...new Set(moving.map((label) => label.queryId))];
  const judged = await tx.judgement.findMany({
    where: { projectId, personId: merge.from },
    select: { questionHash: true },
    distinct: ['questionHash'],
  });
  await reopenAdjudications(tx, projectId, queries, now);
  const touched = await supersedeOlder(tx, projectId, merge);
  await moveLabels(tx, projectId, merge);
  await tx.judgement.updateMany({
    where: { projectId, personId: merge.from },
    data: { personId: merge.to },
  });
  const questions = [...judged.map((row) => row.questionHash), ...touched];
  await enqueueMirror(tx, projectId, { queries, questions });
  return moving.length;
}

/** Of two current labels of a query the older loses `current` to the newer with all its grades; then single grades. */
async function supersedeOlder(tx: Transaction, projectId: string, { from, to }: Merge): Promise<string[]> {
  const ofLosers = await tx.$queryRaw<{ questionHash: string }[]>`
    WITH pair AS (
      SELECT CASE WHEN older THEN a."id" ELSE b."id" END AS loser, CASE WHEN older THEN b."id" ELSE a."id" END AS winner
      FROM "Label" AS a JOIN "Label" AS b ON b."projectId" = a."projectId" AND b."queryId" = a."queryId"
        AND b."personId" = ${to} AND b."current"
        CROSS JOIN LATERAL (SELECT (a."createdAt", a."id") < (b."createdAt", b."id") AS older) AS age
      WHERE a."projectId" = ${projectId} AND a."personId" = ${from} AND a."current"
    ), lost AS (
      UPDATE "Label" AS label SET "current" = false, "supersededBy" = pair.winner
      FROM pair WHERE label."id" = pair.loser
    )
    UPDATE "Judgement" AS grade SET "current" = false, "supersededBy" = pair.winner
    FROM pair WHERE grade."labelId" = pair.loser AND grade."current" RETURNING grade."questionHash"`;
  const ofGrades = await tx.$queryRaw<{ questionHash: string }[]>`
    WITH pair AS (
      SELECT CASE WHEN older THEN a."id" ELSE b."id" END AS loser,
        CASE WHEN older THEN b."labelId" ELSE a."labelId" END AS winner
      FROM "Judgement" AS a JOIN "Judgement" AS b ON b."projectId" = a."projectId"
        AND b."questionHash" = a."questionHash" AND b."chunkHash" = a."chunkHash"
        AND b."personId" = ${to} AND b."current"
        CROSS JOIN LATERAL (SELECT (a."createdAt", a."id") < (b."createdAt", b."id") AS older) AS age
      WHERE a."projectId" = ${projectId} AND a."personId" = ${from} AND a."current"
    )
    UPDATE "Judgement" AS grade SET "current" = false, "supersededBy" = pair.winner
    FROM pair WHERE grade."id" = pair.loser RETURNING grade."questionHash"`;
  return [...ofLosers, ...ofGrades].map((row) => row.questionHash);
}

/**
 * Numbers the revisions of both in one row. A number may not be held twice even for a moment, so the statement
 * before makes them all negative.
 */
async function moveLabels(tx: Transaction, projectId: string, { from, to }: Merge): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Label" AS label SET "revision" = -label."revision"
    WHERE label."projectId" = ${projectId} AND label."personId" IN (${from}, ${to})
      AND label."queryId" IN (SELECT "queryId" FROM "Label" WHERE "projectId" = ${projectId} AND "personId" = ${from})`;
  await tx.$executeRaw`
    UPDATE "Label" AS label SET "personId" = ${to}, "revision" = numbered.place
    FROM (SELECT "id", row_number() OVER (PARTITION BY "queryId" ORDER BY "createdAt", -"revision", "id") AS place
      FROM "Label" WHERE "projectId" = ${projectId} AND "personId" IN (${from}, ${to}) AND "revision" < 0) AS numbered
    WHERE label."id" = numbered."id"`;
}
