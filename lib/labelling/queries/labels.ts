import type { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { JudgementModel, LabelModel } from '../../platform/generated/prisma/models.ts';
import { gradeSchema } from '../../query-log/schema.ts';
import { ensureGuidelines } from '../ensure-guidelines.ts';
import { gradeKeys, type Hit } from '../grade-keys.ts';
import { type LabellingView, type LabelView, type labelPageSchema, listLabelsSchema } from '../schema.ts';
import { readGradableQueries } from './gradable-queries.ts';

type Grade = z.output<typeof gradeSchema>;
type LabelWithGrades = LabelModel & { person: { name: string }; judgements: JudgementModel[] };
const WITH_GRADES = { person: { select: { name: true } }, judgements: true } as const;

/** The current labels of the project, newest first. */
export async function listLabels(
  ctx: Context,
  input: z.input<typeof listLabelsSchema>,
): Promise<z.output<typeof labelPageSchema>> {
  requirePermission(ctx, 'labels:read');
  const { queryId, reviewer, limit, cursor } = listLabelsSchema.parse(input);
  const { label } = ctx.stores.controlPlane.prisma;
  const where = {
    projectId: ctx.project.id,
    current: true,
    ...(queryId === undefined ? {} : { queryId }),
    ...(reviewer === undefined ? {} : { person: { name: reviewer } }),
  };
  const [rows, total] = await Promise.all([
    label.findMany({
      where: cursor === undefined ? where : { ...where, id: { lt: cursor } },
      include: WITH_GRADES,
      orderBy: { id: 'desc' },
      take: limit + 1,
    }),
    label.count({ where }),
  ]);
  const page = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? (page.at(-1)?.id ?? null) : null;
  return { items: await labelViews(ctx, page), nextCursor, total };
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
 * for the same question elsewhere, and the guidelines. Nothing of what others said.
 */
export async function readLabelling(ctx: Context, queryId: string): Promise<LabellingView> {
  requirePermission(ctx, 'labels:read');
  const query = (await readGradableQueries(ctx, [queryId])).get(queryId);
  if (query === undefined) throw notFound('The query');
  const keys = gradeKeys(query.hits);
  const guidelines = await ensureGuidelines(ctx);
  if (ctx.actor.kind !== 'person') return { own: null, prefilled: {}, gradeKeys: keys, guidelines };

  const { prisma } = ctx.stores.controlPlane;
  const mine = { projectId: ctx.project.id, personId: ctx.actor.personId, current: true };
  const label = await prisma.label.findFirst({ where: { ...mine, queryId }, include: WITH_GRADES });
  const elsewhere = await prisma.judgement.findMany({
    where: { ...mine, questionHash: query.questionHash, ...(label ? { labelId: { not: label.id } } : {}) },
  });
  const [own = null] = label === null ? [] : await labelViews(ctx, [label]);
  return { own, prefilled: gradesByKey(query.hits, elsewhere), gradeKeys: keys, guidelines };
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
  const bulk = gradesByKey(
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
    grades: gradesByKey(known, label.judgements),
    bulkGrades: Object.keys(bulk),
    note: label.note,
    activeSeconds: label.activeSeconds,
    gradingProtocol: label.gradingProtocol,
    guidelineVersion: label.guidelineVersion,
    inclusion: label.inclusion,
    flagged: label.flagged,
    createdAt: label.createdAt.toISOString(),
  };
}

function gradesByKey(
  hits: readonly Hit[],
  judgements: readonly Pick<JudgementModel, 'chunkHash' | 'grade'>[],
): Record<string, Grade> {
  const byChunk = new Map(judgements.map(({ chunkHash, grade }) => [chunkHash, gradeSchema.parse(grade)]));
  const keys = gradeKeys(hits);
  return Object.fromEntries(
    hits.flatMap(({ chunk }, place) => {
      const grade = byChunk.get(chunk);
      const key = keys[place];
      return grade === undefined || key === undefined ? [] : [[key, grade]];
    }),
  );
}
