import type { Prisma } from '../../platform/control-plane.ts';
import { type ResolvedLabel, resolvedLabel } from '../resolved-label.ts';
import { readSampling } from './sampling.ts';

export interface ResolvedQuery extends ResolvedLabel {
  labelCount: number;
  /** Names, in code unit order. */
  reviewers: string[];
  /** Probability with which the query came to be labelled; null where no label was given through a random sample. */
  inclusion: number | null;
}

/** Whoever decides sees all hits. */
const DECIDED_PROTOCOL = 'all_top_k';

/** The resolved labels of these queries, by query id; a query without a current label is left out. */
export async function readResolvedLabels(
  prisma: Prisma,
  projectId: string,
  queryIds: readonly string[],
): Promise<Map<string, ResolvedQuery>> {
  const labels = await prisma.label.findMany({
    where: { projectId, current: true, queryId: { in: [...queryIds] } },
    include: { person: { select: { name: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const decisions = await prisma.adjudication.findMany({
    where: { projectId, current: true, queryId: { in: [...queryIds] } },
  });
  const decided = new Map(
    decisions.map((decision) => [decision.queryId, { ...decision, gradingProtocol: DECIDED_PROTOCOL }]),
  );
  const byQuery = Map.groupBy(labels, (label) => label.queryId);
  const sampling = await readSampling(prisma, projectId, [...byQuery.keys()]);
  const resolved = new Map<string, ResolvedQuery>();
  for (const [queryId, votes] of byQuery) {
    const label = resolvedLabel(votes, decided.get(queryId));
    if (label === undefined) continue;
    const sampled = votes.some(({ itemId }) => itemId !== null && sampling.sampledItems.has(itemId));
    resolved.set(queryId, {
      ...label,
      labelCount: votes.length,
      reviewers: votes.map((vote) => vote.person.name).sort(),
      inclusion: sampled ? sampling.inclusionOf(queryId) : null,
    });
  }
  return resolved;
}
