import type { Transaction } from '../platform/control-plane.ts';
import { enqueueMirror } from './enqueue-mirror.ts';

/**
 * Deletes within `tx` the labels, decisions and queue items of queries that are deleted. Grades are shared by all queries
 * that ask the same, so the mirror is told which questions lose some.
 */
export async function deleteLabels(
  tx: Transaction,
  projectId: string,
  queryIds: readonly string[],
): Promise<void> {
  const ofQueries = { projectId, queryId: { in: [...queryIds] } };
  const inQueues = { queue: { projectId }, queryId: { in: [...queryIds] } };
  const judgements = await tx.judgement.findMany({
    where: { label: ofQueries },
    select: { questionHash: true },
    distinct: ['questionHash'],
  });
  const labels = await tx.label.findMany({ where: ofQueries, select: { queryId: true } });
  const items = await tx.queueItem.findMany({ where: inQueues, select: { queryId: true } });
  const decisions = await tx.adjudication.findMany({
    where: ofQueries,
    select: { queryId: true, questionHash: true },
  });
  await tx.label.deleteMany({ where: ofQueries });
  await tx.adjudication.deleteMany({ where: ofQueries });
  await tx.goldAnswer.deleteMany({ where: ofQueries });
  await tx.querySkip.deleteMany({ where: inQueues });
  await tx.queueItem.deleteMany({ where: inQueues });
  await enqueueMirror(tx, projectId, {
    queries: [...labels, ...items, ...decisions].map((row) => row.queryId),
    questions: [...judgements, ...decisions].map((row) => row.questionHash),
  });
}
