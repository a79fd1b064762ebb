import type { z } from 'zod';
import { joinPersons } from '../auth/join-persons.ts';
import { claimReviewerSchema } from '../auth/member-schema.ts';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { notFound } from '../platform/errors.ts';
import { mergeLabels } from './merge-labels.ts';
import { showLabels } from './show-labels.ts';
import { transactLabels } from './transact-labels.ts';

/**
 * Says that a reviewer who came with an import is this member: the reviewer's labels become the member's, and the
 * two are one person from then on. A later import under the old name makes that reviewer again. Returns the number
 * of labels that were moved, older revisions included. Throws `not_found`.
 */
export async function claimReviewer(
  ctx: Context,
  input: z.input<typeof claimReviewerSchema>,
): Promise<{ labels: number }> {
  requirePermission(ctx, 'members:manage');
  const { reviewerId, memberId } = claimReviewerSchema.parse(input);
  const labels = await transactLabels(ctx, [reviewerId, memberId], async (tx) => {
    const reviewer = await readPerson(tx, ctx, reviewerId, { userId: null });
    const member = await readPerson(tx, ctx, memberId, {
      userId: { not: null },
      role: { not: null },
      removedAt: null,
    });
    const moved = await mergeLabels(tx, ctx.project.id, { from: reviewer.id, to: member.id }, ctx.now());
    await joinPersons(tx, ctx, { reviewer, member, labels: moved });
    return moved;
  });
  await showLabels(ctx);
  return { labels };
}

async function readPerson(tx: Transaction, ctx: Context, id: string, kind: object) {
  const person = await tx.person.findFirst({ where: { id, projectId: ctx.project.id, ...kind } });
  if (person === null) throw notFound('The person');
  return person;
}
