import { createHmac } from 'node:crypto';
import type { Context } from '../../platform/context.ts';

/** Where a query's resolved label comes from. */
export interface LabelOrigin {
  /** Share of the current labels that give the verdict, 0 to 1; 1 where somebody decided. */
  agreement: number;
  /** Who labelled it, as pseudonyms, sorted. */
  authors: string[];
  /** Versions of the guidelines that they were shown. */
  guidelineVersions: number[];
  /** Shown to reviewers to test them. */
  isGold: boolean;
}

/** The origins of the labels of these queries; ask with the id and the verdict that counts. */
export async function readLabelOrigins(
  ctx: Context,
  queryIds: readonly string[],
): Promise<(queryId: string, verdict: string | undefined) => LabelOrigin> {
  const { prisma } = ctx.stores.controlPlane;
  const where = { projectId: ctx.project.id, queryId: { in: [...queryIds] }, current: true };
  const labels = await prisma.label.findMany({
    where,
    select: { queryId: true, personId: true, verdict: true, guidelineVersion: true },
  });
  const decisions = await prisma.adjudication.findMany({ where, select: { queryId: true } });
  const shown = await prisma.queueItem.findMany({
    where: { queue: { projectId: ctx.project.id }, queryId: { in: [...queryIds] }, goldFor: { not: '' } },
    distinct: ['queryId'],
    select: { queryId: true },
  });
  const byQuery = Map.groupBy(labels, ({ queryId }) => queryId);
  const decided = new Set(decisions.map(({ queryId }) => queryId));
  const gold = new Set(shown.map(({ queryId }) => queryId));
  return (queryId, verdict) => {
    const votes = byQuery.get(queryId) ?? [];
    const carried = votes.filter((vote) => vote.verdict === verdict).length;
    return {
      agreement: decided.has(queryId) ? 1 : votes.length === 0 ? 0 : carried / votes.length,
      authors: [...new Set(votes.map(({ personId }) => pseudonym(ctx, personId)))].sort(),
      guidelineVersions: [...new Set(votes.flatMap(({ guidelineVersion }) => guidelineVersion ?? []))],
      isGold: gold.has(queryId),
    };
  };
}

/** The same person has the same pseudonym in all exports of a project, and another one in every other project. */
function pseudonym({ project }: Context, personId: string): string {
  const digest = createHmac('sha256', project.samplingSecret).update(`author\0${personId}`).digest('hex');
  return `reviewer-${digest.slice(0, 10)}`;
}
