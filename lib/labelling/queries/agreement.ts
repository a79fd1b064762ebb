import type { z } from 'zod';
import { mayDo, requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';
import { isBlind } from '../../query-log/queries/blind-queries.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { FAILURES, VERDICTS } from '../../query-log/schema.ts';
import { type Agreement as AgreementOf, agreementOf } from '../../statistics/agreement.ts';
import { cohenKappa } from '../../statistics/cohen-kappa.ts';
import { confusionTable, countsOf, pooledConfusionTable } from '../../statistics/confusion-table.ts';
import type { RatedUnit, Rating } from '../../statistics/rated-unit.ts';
import { type Agreement, type AgreementView, type Rated, readAgreementSchema } from '../agreement-schema.ts';

interface RatingRow<V> {
  item: string;
  unit: string;
  reviewer: string;
  value: V;
}

const GRADES: readonly number[] = [0, 1, 2, 3];
/** A page of a list shows no more. */
const IDS_A_CELL = 500;

/**
 * How far reviewers agree, over the queries (grades: the hits of a question) that at least two labelled. Queries
 * that the reader must still judge unseen are left out, and grades of whatever asks the same. `queueId` takes only labels given in that queue.
 */
export async function readAgreement(
  ctx: Context,
  input: z.input<typeof readAgreementSchema>,
): Promise<Agreement> {
  requirePermission(ctx, 'labels:read');
  const { queueId, rated } = readAgreementSchema.parse(input);
  const [verdicts, failures, grades] = await Promise.all([
    readLabelRatings(ctx, 'verdict', queueId),
    readLabelRatings(ctx, 'failure', queueId),
    readGradeRatings(ctx, queueId),
  ]);
  const units = { verdict: unitsOf(verdicts), failure: unitsOf(failures), grades: unitsOf(grades) };
  return {
    verdict: toView(agreementOf(units.verdict, 'nominal')),
    failure: toView(agreementOf(units.failure, 'nominal')),
    grades: toView(agreementOf(units.grades, 'ordinal')),
    pairs: pairsOf(units),
    confusion: confusionOf(units, rated),
  };
}

interface Units {
  verdict: RatedUnit<string>[];
  failure: RatedUnit<string>[];
  grades: RatedUnit<number>[];
}

function toView<V extends Rating>(agreement: AgreementOf<V>): AgreementView {
  return { ...agreement, specific: [...agreement.specific] };
}

function readLabelRatings(
  ctx: Context,
  field: 'verdict' | 'failure',
  queueId: string | undefined,
): Promise<RatingRow<string>[]> {
  const column = field === 'verdict' ? Prisma.sql`label."verdict"` : Prisma.sql`label."failure"`;
  return ctx.stores.controlPlane.prisma.$queryRaw<RatingRow<string>[]>`
    SELECT label."queryId" AS item, label."queryId" AS unit, person."name" AS reviewer, ${column} AS value
    FROM "Label" AS label JOIN "Person" AS person ON person."id" = label."personId"
    WHERE label."projectId" = ${ctx.project.id} AND label."current" AND ${column} IS NOT NULL
      AND ${inQueue(queueId)} AND ${mayBeSeen(ctx)}
    ORDER BY label."queryId", person."name"`;
}

/** The query of a hit's grade is the one on which it was given first: bootstrap and list go by it. */
async function readGradeRatings(ctx: Context, queueId: string | undefined): Promise<RatingRow<number>[]> {
  const { questions } = await hiddenLabels(ctx);
  return ctx.stores.controlPlane.prisma.$queryRaw<RatingRow<number>[]>`
    SELECT min(label."queryId") OVER (PARTITION BY judgement."questionHash") AS item,
      judgement."questionHash" || judgement."chunkHash" AS unit, person."name" AS reviewer, judgement."grade" AS value
    FROM "Judgement" AS judgement
      JOIN "Label" AS label ON label."id" = judgement."labelId"
      JOIN "Person" AS person ON person."id" = judgement."personId"
    WHERE judgement."projectId" = ${ctx.project.id} AND judgement."current"
      AND ${inQueue(queueId)} AND ${mayBeSeen(ctx)}
      AND judgement."questionHash" <> ALL(${[...questions]}::text[])
    ORDER BY item, unit, person."name"`;
}

function inQueue(queueId: string | undefined): Prisma.Sql {
  return queueId === undefined
    ? Prisma.sql`TRUE`
    : Prisma.sql`label."itemId" IN (SELECT "id" FROM "QueueItem" WHERE "queueId" = ${queueId})`;
}

function mayBeSeen(ctx: Context): Prisma.Sql {
  if (ctx.actor.kind !== 'person' || !mayDo(ctx.actor, 'labels:write')) return Prisma.sql`TRUE`;
  return Prisma.sql`NOT ${isBlind(ctx, ctx.actor.personId, Prisma.sql`label."queryId"`)}`;
}

/** Rows come sorted by unit; what only one reviewer rated says nothing and is left out. */
function unitsOf<V extends Rating>(rows: readonly RatingRow<V>[]): RatedUnit<V>[] {
  return [...Map.groupBy(rows, ({ unit }) => unit).values()]
    .map((ratings) => ({
      item: ratings[0]?.item ?? '',
      ratings: new Map(ratings.map(({ reviewer, value }) => [reviewer, value])),
    }))
    .filter(({ ratings }) => ratings.size >= 2);
}

function pairsOf(units: Units): Agreement['pairs'] {
  const rated: readonly RatedUnit[] = [...units.verdict, ...units.failure, ...units.grades];
  const names = new Set(rated.flatMap(({ ratings }) => [...ratings.keys()]));
  const reviewers = [...names].sort();
  return reviewers
    .flatMap((first, i) => reviewers.slice(i + 1).map((second) => ({ first, second })))
    .map((pair) => ({
      ...pair,
      verdict: kappaOf(units.verdict, pair, VERDICTS, 'none'),
      failure: kappaOf(units.failure, pair, FAILURES, 'none'),
      grades: kappaOf(units.grades, pair, GRADES, 'linear'),
    }))
    .filter(({ verdict, failure, grades }) => verdict !== null || failure !== null || grades !== null);
}

function kappaOf<V extends Rating>(
  units: readonly RatedUnit<V>[],
  pair: { first: string; second: string },
  categories: readonly V[],
  weights: 'none' | 'linear',
): Agreement['pairs'][number]['verdict'] {
  const counts = countsOf(confusionTable(units, pair, categories));
  const kappa = cohenKappa(counts, weights);
  const items = counts.flat().reduce((total, count) => total + count, 0);
  return kappa === null ? null : { kappa: kappa.kappa, interval: kappa.interval, items };
}

function confusionOf(units: Units, rated: Rated): Agreement['confusion'] {
  const table =
    rated === 'grades'
      ? pooledConfusionTable(units.grades, GRADES)
      : pooledConfusionTable<string>(units[rated], rated === 'verdict' ? VERDICTS : FAILURES);
  return {
    rated,
    categories: [...table.categories],
    cells: table.cells.map((row) =>
      row.map(({ count, items }) => ({
        count,
        queries: items.length,
        queryIds: items.slice(0, IDS_A_CELL),
      })),
    ),
  };
}
