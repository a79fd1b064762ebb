import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../platform/control-plane.ts';
import type { Stores } from '../platform/stores.ts';
import { type FoundGap, foundGaps } from './found-gaps.ts';
import { continuedGaps } from './gap-identity.ts';
import { lockGaps } from './lock-gaps.ts';
import { gapEvidence } from './queries/gap-evidence.ts';

export interface GapsFound {
  gaps: number;
  opened: number;
  closed: number;
  reopened: number;
}

/**
 * Makes a project's gaps anew from what was asked and labelled. A gap keeps its identity, owner and history as long as
 * it has wordings of its own; one whose wordings are all gone, or that was joined to another, is dropped. The same
 * evidence gives the same gaps, so it may run at any time and again.
 */
export async function findGaps({ queryLog, controlPlane }: Stores, projectId: string): Promise<GapsFound> {
  const { vain, served } = await gapEvidence(queryLog, projectId);
  const found = await foundGaps(vain, served);
  return controlPlane.prisma.$transaction((tx) => storeGaps(tx, projectId, found), { timeout: 60_000 });
}

async function storeGaps(tx: Transaction, projectId: string, found: readonly FoundGap[]): Promise<GapsFound> {
  await lockGaps(tx, projectId);
  const present = await tx.gap.findMany({ where: { projectId } });
  const wordings = await tx.gapWording.findMany({
    where: { projectId },
    select: { questionHash: true, gapId: true },
  });
  const byId = new Map(present.map((gap) => [gap.id, gap]));
  const continued = continuedGaps(
    found.map((gap) => gap.wordings),
    new Map(wordings.map(({ questionHash, gapId }) => [questionHash, gapId])),
  );
  const counts: GapsFound = { gaps: found.length, opened: 0, closed: 0, reopened: 0 };
  const rows = found.map((gap, place) => {
    const before = byId.get(continued[place] ?? '');
    const isReopened = before?.state === 'closed' && gap.state.state === 'open';
    if (before === undefined) counts.opened += 1;
    if (isReopened) counts.reopened += 1;
    if (gap.state.state === 'closed' && before?.state === 'open') counts.closed += 1;
    return {
      id: before?.id ?? uuidv7(),
      ownerId: before?.ownerId ?? null,
      ...(before === undefined ? {} : { createdAt: before.createdAt }),
      reopened: (before?.reopened ?? 0) + (isReopened ? 1 : 0),
      projectId,
      ...contentOf(gap),
    };
  });
  await tx.gapWording.deleteMany({ where: { projectId } });
  await tx.gap.deleteMany({ where: { projectId } });
  await tx.gap.createMany({ data: rows });
  await tx.gapWording.createMany({
    data: found.flatMap((gap, place) => {
      const gapId = rows[place]?.id;
      return gapId === undefined ? [] : gap.wordings.map((wording) => wordingRow(projectId, gapId, wording));
    }),
  });
  return counts;
}

function contentOf({ wordings, state }: FoundGap) {
  const sum = (of: (one: FoundGap['wordings'][number]) => number) =>
    wordings.reduce((total, one) => total + of(one), 0);
  return {
    title: wordings[0]?.question ?? '',
    state: state.state,
    queries: sum(({ queries }) => queries),
    zeroHits: sum(({ zeroHits }) => zeroHits),
    missing: sum(({ missing }) => missing),
    firstSeenAt: new Date(Math.min(...wordings.map(({ firstAt }) => firstAt))),
    lastSeenAt: new Date(Math.max(...wordings.map(({ lastAt }) => lastAt))),
    closedAt: state.state === 'closed' ? new Date(state.at) : null,
    closedBy: state.state === 'closed' ? state.by : null,
    closedQueryId: state.state === 'closed' ? state.queryId : null,
  };
}

function wordingRow(projectId: string, gapId: string, wording: FoundGap['wordings'][number]) {
  const { questionHash, question, queries, lastQueryId, lastAt } = wording;
  return { projectId, gapId, questionHash, question, queries, lastQueryId, lastSeenAt: new Date(lastAt) };
}
