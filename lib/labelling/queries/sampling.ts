import type { Prisma, Transaction } from '../../platform/control-plane.ts';
import { inclusionProbability, type Selection } from '../../statistics/sampling.ts';

export interface Sampling {
  /** Items that a random run drew. Only labels given through one of them stand for the traffic. */
  sampledItems: ReadonlySet<string>;
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
    select: { id: true, queryId: true, selections: { select: { weight: true, threshold: true } } },
  });
  const selections = new Map<string, Selection[]>();
  for (const item of items) {
    const rows = item.selections.map(({ weight, threshold }) => ({ w: weight, threshold }));
    selections.set(item.queryId, [...(selections.get(item.queryId) ?? []), ...rows]);
  }
  return {
    sampledItems: new Set(items.map((item) => item.id)),
    inclusionOf: (queryId) => inclusionProbability(selections.get(queryId) ?? []),
  };
}
