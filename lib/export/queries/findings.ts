import type { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import { readQuestionTexts } from '../../labelling/queries/question-texts.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { GATE_IDS } from '../gates.ts';
import { type findingPageSchema, type NamedRow, readFindingSchema } from '../schema.ts';
import { readExport } from './exports.ts';

/** The queries that a gate of an export found something about, page by page. Throws `not_found`. */
export async function listFindingRows(
  ctx: Context,
  input: { id: string; gate: string } & z.input<typeof readFindingSchema>,
): Promise<z.output<typeof findingPageSchema>> {
  requirePermission(ctx, 'exports:manage');
  const { limit, cursor = 0 } = readFindingSchema.parse({ limit: input.limit, cursor: input.cursor });
  const { id, findings } = await readExport(ctx, input.id);
  const gate = GATE_IDS.find((known) => known === input.gate);
  if (gate === undefined) throw notFound('The gate');
  const where = { projectId: ctx.project.id, exportId: id, gate, position: { gte: cursor } };
  const rows = await ctx.stores.controlPlane.prisma.exportFinding.findMany({
    where,
    orderBy: { position: 'asc' },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  return {
    items: await namedRows(
      ctx,
      shown.map(({ queryId }) => queryId),
    ),
    nextCursor: rows.length > limit ? String(cursor + limit) : null,
    total: findings.find((finding) => finding.gate === gate)?.rows ?? 0,
  };
}

/** Queries with the beginning of their questions, in the order given; those that are gone keep their id alone. */
export async function namedRows(ctx: Context, queryIds: readonly string[]): Promise<NamedRow[]> {
  const questions = await readQuestionTexts({ ...ctx, actor: { kind: 'system' } }, queryIds);
  return queryIds.map((queryId) => ({ queryId, question: questions.get(queryId) ?? '' }));
}
