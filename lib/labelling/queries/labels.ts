import type { z } from 'zod';
import { mayDo, requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';
import type { JudgementModel, LabelModel } from '../../platform/generated/prisma/models.ts';
import { isBlind } from '../../query-log/queries/blind-queries.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { gradeSchema } from '../../query-log/schema.ts';
import { ensureGuidelines } from '../ensure-guidelines.ts';
import { gradeKeys, gradesByKey, type Hit } from '../grade-keys.ts';
import {
  type LabellingView,
  type LabelView,
  type labelPageSchema,
  listLabelsSchema,
  ownLabelViewSchema,
} from '../schema.ts';
import { readGradableQueries } from './gradable-queries.ts';
import { readOwnGold } from './own-gold.ts';

type Grade = z.output<typeof gradeSchema>;
type LabelWithGrades = LabelModel & { person: { name: string }; judgements: JudgementModel[] };
const WITH_GRADES = { person: { select: { name: true } }, judgements: true } as const;

/**
 * The current labels of the project, newest first. Those by others of a query that the reader must still judge
 * unseen are left out, also of the total.
 */
export async function listLabels(
  ctx: Context,
  input: z.input<typeof listLabelsSchema>,
): Promise<z.output<typeof labelPageSchema>> {
  requirePermission(ctx, 'labels:read');
  const { limit, cursor, ...filter } = listLabelsSchema.parse(input);
  const { prisma } = ctx.stores.controlPlane;
  const matching = visibleLabels(ctx, filter);
  const after = cursor ?? null;
  const [found, counted] = await Promise.all([
    prisma.$queryRaw<{ id: string }[]>`SELECT label."id" ${matching}
      AND (${after}::text IS NULL OR label."id" < ${after}) ORDER BY label."id" DESC LIMIT ${limit + 1}`,
    prisma.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS "total" ${matching}`,
  ]);
  const ids = found.slice(0, limit).map(({ id }) => id);
  const page = await prisma.label.findMany({
    where: { id: { in: ids } },
    include: WITH_GRADES,
    orderBy: { id: 'desc' },
  });
  const nextCursor = found.length > limit ? (ids.at(-1) ?? null) : null;
  const items = await labelViews(ctx, await withoutHiddenGrades(ctx, page));
  return { items, nextCursor, total: counted[0]?.total ?? 0 };
}

/** A grade belongs to all queries that ask the same, also to one that the reader must still judge unseen. */
async function withoutHiddenGrades(
  ctx: Context,
  labels: readonly LabelWithGrades[],
): Promise<LabelWithGrades[]> {
  const hidden = new Set((await hiddenLabels(ctx)).questions);
  const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : undefined;
  return labels.map((label) =>
    label.personId === personId
      ? label
      : { ...label, judgements: label.judgements.filter((row) => !hidden.has(row.questionHash)) },
  );
}

/** How many labels the project has, whoever asks: a number tells nothing of what others said of a query. */
export async function countLabels(ctx: Context): Promise<number> {
  requirePermission(ctx, 'labels:read');
  const where = { projectId: ctx.project.id, current: true };
  return ctx.stores.controlPlane.prisma.label.count({ where });
}

/** FROM and WHERE of the current labels that the reader may see. */
function visibleLabels(
  ctx: Context,
  filter: { queryId?: string | undefined; reviewer?: string | undefined },
) {
  const { actor, project } = ctx;
  const { queryId = null, reviewer = null } = filter;
  const mayBeSeen =
    actor.kind === 'person' && mayDo(actor, 'labels:write')
      ? Prisma.sql`(label."personId" = ${actor.personId}
          OR NOT ${isBlind(ctx, actor.personId, Prisma.sql`label."queryId"`)})`
      : Prisma.sql`TRUE`;
  return Prisma.sql`FROM "Label" AS label JOIN "Person" AS person ON person."id" = label."personId"
    WHERE label."projectId" = ${project.id} AND label."current"
      AND (${queryId}::text IS NULL OR label."queryId" = ${queryId})
      AND (${reviewer}::text IS NULL OR person."name" = ${reviewer})
      AND ${mayBeSeen}`;
}

/** One label of the person, whether current or not; undefined if it is not theirs. */
export async function readOwnLabel(
  ctx: Context,
  labelId: string,
  personId: string,
): Promise<LabelView | undefined> {
  const label = await ctx.stores.controlPlane.prisma.label.findFirst({
    where: { id: labelId, projectId: ctx.project.id, personId },
    include: WITH_GRADES,
  });
  return label === null ? undefined : (await labelViews(ctx, [label]))[0];
}

/**
 * What the label screen needs beside the query: the reader's own label, the grades they gave to the same chunks
 * for the same question elsewhere, and the guidelines, of a queue where one is named. Nothing of what others said.
 */
export async function readLabelling(ctx: Context, queryId: string, queueId?: string): Promise<LabellingView> {
  requirePermission(ctx, 'labels:read');
  const query = (await readGradableQueries(ctx, [queryId])).get(queryId);
  if (query === undefined) throw notFound('The query');
  const keys = gradeKeys(query.hits);
  const guidelines = await ensureGuidelines(ctx, queueId);
  if (ctx.actor.kind !== 'person') return { own: null, prefilled: {}, gradeKeys: keys, guidelines };

  const { prisma } = ctx.stores.controlPlane;
  const mine = { projectId: ctx.project.id, personId: ctx.actor.personId, current: true };
  const label = await prisma.label.findFirst({ where: { ...mine, queryId }, include: WITH_GRADES });
  const elsewhere = await prisma.judgement.findMany({
    where: { ...mine, questionHash: query.questionHash, ...(label ? { labelId: { not: label.id } } : {}) },
  });
  const [view] = label === null ? [] : await labelViews(ctx, [label]);
  const own = view === undefined ? await readOwnGold(ctx, query, ctx.actor) : ownLabelViewSchema.parse(view);
  return { own, prefilled: gradesOf(query.hits, elsewhere), gradeKeys: keys, guidelines };
}

async function labelViews(ctx: Context, labels: readonly LabelWithGrades[]): Promise<LabelView[]> {
  const queries = await readGradableQueries(
    ctx,
    labels.map((label) => label.queryId),
  );
  return labels.map((label) => labelView(label, queries.get(label.queryId)?.hits));
}

function labelView(label: LabelWithGrades, hits: readonly Hit[] | undefined): LabelView {
  // Where the query is gone from the log, its chunks still name what was graded.
  const known = hits ?? label.judgements.map(({ chunkHash }) => ({ id: chunkHash, chunk: chunkHash }));
  const bulk = gradesOf(
    known,
    label.judgements.filter((judgement) => judgement.bulk),
  );
  return {
    id: label.id,
    queryId: label.queryId,
    reviewer: label.person.name,
    revision: label.revision,
    verdict: label.verdict,
    failure: label.failure,
    secondaryFailure: label.secondaryFailure,
    detail: label.detail,
    inDocuments: label.inDocuments,
    nothingToFind: label.nothingToFind,
    idealAnswer: label.idealAnswer,
    missingDocument: label.missingDocument === null ? null : { chunk: label.missingDocument },
    grades: gradesOf(known, label.judgements),
    bulkGrades: Object.keys(bulk),
    note: label.note,
    flag: label.flagNote,
    activeSeconds: label.activeSeconds,
    gradingProtocol: label.gradingProtocol,
    guidelineVersion: label.guidelineVersion,
    inclusion: label.inclusion,
    flagged: label.flagged,
    createdAt: label.createdAt.toISOString(),
  };
}

function gradesOf(
  hits: readonly Hit[],
  judgements: readonly Pick<JudgementModel, 'chunkHash' | 'grade'>[],
): Record<string, Grade> {
  return gradesByKey(
    hits,
    new Map(judgements.map(({ chunkHash, grade }) => [chunkHash, gradeSchema.parse(grade)])),
  );
}
