import type { Transaction } from '../platform/control-plane.ts';

/**
 * A decision rests on the labels it saw: when one of them changes it decides no more. Internal to the domain; the
 * callers note that query and question are to be mirrored.
 */
export async function reopenAdjudications(
  tx: Transaction,
  projectId: string,
  queryIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx.adjudication.updateMany({
    where: { projectId, queryId: { in: [...queryIds] }, current: true },
    data: { current: false, endedAt: now },
  });
}
