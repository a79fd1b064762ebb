import { createHash } from 'node:crypto';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import type { Vote } from '../adjudication-schema.ts';
import { readGradableQueries } from './gradable-queries.ts';
import { listLabels } from './labels.ts';

export interface Votes {
  votes: Vote[];
  /** The reader must still judge the query, or another that asks the same, unseen: no vote is told. */
  hidden: boolean;
  /** The latest queue that the query was put in. */
  queueId: string | undefined;
}

/**
 * The current labels of a query without the names of those who gave them, in an order that differs from query to
 * query and stays the same for one. Throws `not_found`.
 */
export async function readVotes(ctx: Context, queryId: string): Promise<Votes> {
  requirePermission(ctx, 'queues:manage');
  const query = (await readGradableQueries(ctx, [queryId])).get(queryId);
  if (query === undefined) throw notFound('The query');
  const item = await ctx.stores.controlPlane.prisma.queueItem.findFirst({
    where: { queryId, queue: { projectId: ctx.project.id } },
    orderBy: { id: 'desc' },
    select: { queueId: true },
  });
  const queueId = item?.queueId;
  const hidden = await hiddenLabels(ctx);
  if (hidden.queries.includes(queryId) || hidden.questions.includes(query.questionHash))
    return { votes: [], hidden: true, queueId };
  const { items } = await listLabels(ctx, { queryId, limit: 500 });
  const shuffled = items
    .map((label) => ({ label, place: placeOf(queryId, label.reviewer) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const votes = shuffled.map(({ label }, i) => ({
    letter: letterOf(i),
    verdict: label.verdict,
    failure: label.failure,
    secondaryFailure: label.secondaryFailure,
    detail: label.detail,
    inDocuments: label.inDocuments,
    nothingToFind: label.nothingToFind,
    idealAnswer: label.idealAnswer,
    missingDocument: label.missingDocument,
    grades: label.grades,
    note: label.note,
    flag: label.flag,
  }));
  return { votes, hidden: false, queueId };
}

function placeOf(queryId: string, reviewer: string): string {
  return createHash('sha256').update(`${queryId}\0${reviewer}`).digest('hex');
}

/** A to Z, then A2 to Z2 and so on. */
function letterOf(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : `${letter}${Math.floor(place / 26) + 1}`;
}
