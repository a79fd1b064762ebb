import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import { gradedLabel } from './graded-label.ts';
import { readGradableQueries } from './queries/gradable-queries.ts';
import { readKnownChunks } from './queries/known-chunks.ts';
import { requirePerson } from './require-person.ts';
import { type adjudicatedSchema, adjudicateSchema } from './schema.ts';
import { showLabels } from './show-labels.ts';
import { transactLabels } from './transact-labels.ts';

/**
 * Decides what a query's label is, where reviewers differ or one of them asked for it. The decision is what charts,
 * exports and gold items use; the reviewers' own labels stay. It takes the place of an earlier decision.
 */
export async function adjudicateQuery(
  ctx: Context,
  input: z.input<typeof adjudicateSchema>,
): Promise<z.output<typeof adjudicatedSchema>> {
  requirePermission(ctx, 'queues:manage');
  const { personId } = requirePerson(ctx);
  const { queryId, label } = adjudicateSchema.parse(input);
  const query = (await readGradableQueries(ctx, [queryId])).get(queryId);
  if (query === undefined) throw notFound('The query');
  const missing = label.missingDocument?.chunk;
  const graded = gradedLabel(
    query,
    label,
    await readKnownChunks(ctx, missing === undefined ? [] : [missing]),
  );
  if (!('grades' in graded)) throw new AppError('invalid', `${graded.path}: ${graded.message}`, graded);

  const id = uuidv7();
  const now = ctx.now();
  const { questionHash } = query;
  await transactLabels(ctx, [personId], async (tx) => {
    await tx.adjudication.updateMany({
      where: { projectId: ctx.project.id, queryId, current: true },
      data: { current: false, endedAt: now },
    });
    await tx.adjudication.create({
      data: {
        id,
        projectId: ctx.project.id,
        queryId,
        questionHash,
        personId,
        verdict: label.verdict,
        failure: label.failure ?? null,
        secondaryFailure: label.secondaryFailure ?? null,
        detail: label.detail ?? null,
        nothingToFind: label.nothingToFind ?? null,
        idealAnswer: label.idealAnswer ?? null,
        note: label.note ?? null,
        grades: Object.fromEntries(graded.grades.map(({ chunk, grade }) => [chunk, grade])),
        createdAt: now,
      },
    });
    await recordAuditEvent(tx, {
      action: 'query_adjudicated',
      at: now,
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: queryId,
      detail: { verdict: label.verdict, failure: label.failure ?? null },
    });
    await enqueueMirror(tx, ctx.project.id, { queries: [queryId], questions: [questionHash] });
  });
  await showLabels(ctx);
  return { id };
}
