import type { Prisma } from '../../platform/control-plane.ts';
import { labelVotes, secondLabelRate, voteOf } from '../label-votes.ts';
import { type ResolvedLabel, resolvedLabel } from '../resolved-label.ts';
import { readSampling } from './sampling.ts';

export interface ResolvedQuery extends ResolvedLabel {
  labelCount: number;
  /** Names, in code unit order. */
  reviewers: string[];
  /** Probability with which the query came to be labelled; null where no label was given through a random sample. */
  inclusion: number | null;
  /** How many labels say what: see `labelVotes`. */
  votes: Record<string, number>;
  /** What the first of them said; through the random sample where one came so. */
  firstVote: string;
  /** Probability that a query of such a first label is labelled again; null without a random sample. */
  secondRate: number | null;
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
    const decision = decided.get(queryId);
    const label = resolvedLabel(votes, decision);
    if (label === undefined) continue;
    const sampled = votes.find(({ itemId }) => itemId !== null && sampling.sampledItems.has(itemId));
    const first = sampled ?? votes[0];
    const second = sampled?.itemId == null ? undefined : sampling.secondLabelsOf(sampled.itemId);
    resolved.set(queryId, {
      ...label,
      labelCount: votes.length,
      reviewers: votes.map((vote) => vote.person.name).sort(),
      inclusion: sampled ? sampling.inclusionOf(queryId) : null,
      votes: labelVotes(votes, decision),
      firstVote: first === undefined ? '' : voteOf(first),
      secondRate: sampled === undefined || second === undefined ? null : secondLabelRate(sampled, second),
    });
  }
  return resolved;
}
