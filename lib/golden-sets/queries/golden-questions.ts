import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import type { GoldenQuestion } from '../../platform/generated/prisma/client.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import type { GoldenQuestionView } from '../schema.ts';
import { standsIn } from '../stands-in.ts';
import { requireGoldenSet } from './golden-sets.ts';

export const goldenQuestionPageSchema = z.object({
  version: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(200).optional(),
});

export interface GoldenQuestionPage {
  version: number;
  items: GoldenQuestionView[];
  nextCursor: string | null;
  total: number;
}

const texts = z.array(z.string());

/** Questions of a version, by default the latest, in the order in which they were added. Throws `not_found`. */
export async function listGoldenQuestions(
  ctx: Context,
  input: z.input<typeof goldenQuestionPageSchema> & { setId: string },
): Promise<GoldenQuestionPage> {
  requirePermission(ctx, 'golden-sets:read');
  const { setId, ...rest } = input;
  const { version: asked, limit, cursor } = goldenQuestionPageSchema.parse(rest);
  const set = await requireGoldenSet(ctx, setId);
  const version = asked ?? set.version;
  const where = { projectId: ctx.project.id, setId, ...standsIn(version) };
  const { goldenQuestion, goldenSetVersion } = ctx.stores.controlPlane.prisma;
  const stored = await goldenSetVersion.findFirst({ where: { projectId: ctx.project.id, setId, version } });
  if (stored === null) throw notFound(`Version ${version}`);
  const rows = await goldenQuestion.findMany({
    where,
    orderBy: [{ place: 'asc' }, { id: 'asc' }],
    skip: cursor === undefined ? 0 : offsetOf(cursor),
    take: limit + 1,
  });
  const end = (cursor === undefined ? 0 : offsetOf(cursor)) + limit;
  return {
    version,
    items: await shownTo(ctx, rows.slice(0, limit)),
    nextCursor: rows.length > limit ? String(end) : null,
    total: stored.questions,
  };
}

/** All questions of a version in their order, for comparing or running them. Throws `not_found`. */
export async function readGoldenVersion(
  ctx: Context,
  { setId, version }: { setId: string; version?: number },
): Promise<{ version: number; questions: GoldenQuestionView[] }> {
  requirePermission(ctx, 'golden-sets:read');
  const set = await requireGoldenSet(ctx, setId);
  const wanted = version ?? set.version;
  if (wanted < 1 || wanted > set.version) throw notFound(`Version ${wanted}`);
  const rows = await ctx.stores.controlPlane.prisma.goldenQuestion.findMany({
    where: { projectId: ctx.project.id, setId, ...standsIn(wanted) },
    orderBy: [{ place: 'asc' }, { id: 'asc' }],
  });
  return { version: wanted, questions: await shownTo(ctx, rows) };
}

/**
 * Every question that stands or ever stood in a golden set of the project: none of them may be in a training file,
 * for a version that was measured stays measured.
 */
export async function goldenQuestions(
  ctx: Context,
): Promise<{ setId: string; question: string; questionHash: string; queryId: string | null }[]> {
  return ctx.stores.controlPlane.prisma.goldenQuestion.findMany({
    where: { projectId: ctx.project.id },
    select: { setId: true, question: true, questionHash: true, queryId: true },
    orderBy: [{ setId: 'asc' }, { id: 'asc' }],
  });
}

/** What labels said of a query is hidden from whoever must still judge it, or one that asks the same. */
async function shownTo(ctx: Context, rows: readonly GoldenQuestion[]): Promise<GoldenQuestionView[]> {
  const { queries, questions } = await hiddenLabels(ctx);
  const hidden = new Set(queries);
  const hiddenQuestions = new Set(questions);
  return rows.map((row) => {
    const isHidden =
      row.queryId !== null && (hidden.has(row.queryId) || hiddenQuestions.has(row.questionHash));
    return {
      key: row.key,
      question: row.question,
      idealAnswer: isHidden ? null : row.idealAnswer,
      requiredFacts: isHidden ? [] : texts.parse(row.requiredFacts),
      relevantIds: isHidden ? [] : texts.parse(row.relevantIds),
      answerable: isHidden ? null : row.answerable,
      queryId: row.queryId,
      kind: isHidden ? null : row.kind,
      isHidden,
    };
  });
}

function offsetOf(cursor: string): number {
  if (!/^[1-9]\d{0,6}$/.test(cursor))
    throw new AppError('invalid', 'cursor: is not one that this list gave.', { path: 'cursor' });
  return Number(cursor);
}
