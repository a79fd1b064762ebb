import type { Prisma, Transaction } from '../../platform/control-plane.ts';
import { inclusionProbability, type Selection } from '../../statistics/sampling.ts';
import type { SecondLabels } from '../label-votes.ts';

export interface Sampling {
  /** Items that a random run drew. Only labels given through one of them stand for the traffic. */
  sampledItems: ReadonlySet<string>;
  /** How the queue of such an item asks for second labels. */
  secondLabelsOf(itemId: string): SecondLabels | undefined;
  /** Probability that any run drew the query; null where none did. */
  inclusionOf(queryId: string): number | null;
}

/** How these queries came into the project's random sample, over all queues. */
export async function readSampling(
  database: Prisma | Transaction,
  projectId: string,
  queryIds: readonly string[],
): Promise<Sampling> {
  const items = await database.queueItem.findMany({
    where: { queryId: { in: [...queryIds] }, queue: { projectId }, selections: { some: {} } },
    select: {
      id: true,
      queryId: true,
      selections: { select: { weight: true, threshold: true } },
      queue: { select: { reviewers: true, secondFailures: true, secondRate: true } },
    },
  });
  const queues = new Map(items.map((item) => [item.id, item.queue]));
  const selections = new Map<string, Selection[]>();
  for (const item of items) {
    const rows = item.selections.map(({ weight, threshold }) => ({ w: weight, threshold }));
    selections.set(item.queryId, [...(selections.get(item.queryId) ?? []), ...rows]);
  }
  return {
    sampledItems: new Set(items.map((item) => item.id)),
    secondLabelsOf: (itemId) => queues.get(itemId),
    inclusionOf: (queryId) => inclusionProbability(selections.get(queryId) ?? []),
  };
}
