import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError, notFound } from '../platform/errors.ts';
import type { DecidedSince } from './adjudication-schema.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import { gradedLabel } from './graded-label.ts';
import { readDecisions } from './queries/decisions.ts';
import { readGradableQueries } from './queries/gradable-queries.ts';
import { readKnownChunks } from './queries/known-chunks.ts';
import { requirePerson } from './require-person.ts';
import { adjudicateSchema } from './schema.ts';
import { showLabels } from './show-labels.ts';
import { transactLabels } from './transact-labels.ts';

/**
 * Decides what a query's label is, where reviewers differ or one of them asked for it. The decision is what charts,
 * exports and gold items use; the reviewers' own labels stay. It takes the place of the `standing` decision; where
 * somebody else decided meanwhile nothing is stored and theirs comes back.
 */
export async function adjudicateQuery(
  ctx: Context,
  input: z.input<typeof adjudicateSchema>,
): Promise<{ status: 'stored'; id: string } | DecidedSince> {
  requirePermission(ctx, 'queues:manage');
  const { personId } = requirePerson(ctx);
  const { queryId, label, standing } = adjudicateSchema.parse(input);
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
  const stored = await transactLabels(ctx, [personId], async (tx) => {
    if (!(await endDecision(tx, { projectId: ctx.project.id, queryId }, standing, now))) return false;
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
    return true;
  });
  if (!stored) return decidedSince(ctx, queryId);
  await showLabels(ctx);
  return { status: 'stored', id };
}

/**
 * Ends the decision that stands; false where it is not the one that is known. Of two who end the same one, or none, at
 * once the database lets one through: the other's row is gone by then, or is refused and looked for again.
 */
async function endDecision(
  tx: Transaction,
  of: { projectId: string; queryId: string },
  standing: string | null | undefined,
  now: Date,
): Promise<boolean> {
  const current = { ...of, current: true };
  if (standing === null) return (await tx.adjudication.count({ where: current })) === 0;
  const where = standing === undefined ? current : { ...current, id: standing };
  const { count } = await tx.adjudication.updateMany({ where, data: { current: false, endedAt: now } });
  return standing === undefined || count === 1;
}

async function decidedSince(ctx: Context, queryId: string): Promise<DecidedSince> {
  const { current } = await readDecisions(ctx, queryId);
  const message =
    current === null
      ? 'The decision that you saw counts no more. Load the query again, look at it and decide.'
      : `${current.by} has decided this query meanwhile. Your draft is kept.`;
  return { status: 'conflict', reason: 'decided', message, standing: current };
}
