import { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { personScores, type ReceivedPersonScore } from '../query-log/queries/person-scores.ts';
import { scoreMappingView } from './queries/score-mappings.ts';
import { MAX_LABELS } from './schema.ts';
import { mappedLabel, type ScoreMapping } from './score-mapping.ts';
import { writeLabels } from './write-labels.ts';

const REPORTED = 50;

/** What became of the scores that the mapping is for. */
export const appliedScoreMappingSchema = z.object({
  scores: z.number(),
  /** Labels written; those that stood already; scores behind a label that their reviewer gave later. */
  accepted: z.number(),
  duplicates: z.number(),
  kept: z.number(),
  /** Scores that no rule is for. */
  unmatched: z.number(),
  rejected: z.number(),
  /** The first of the rejected, for example of a query that has not come yet. */
  rejections: z.array(z.object({ queryId: z.string(), code: z.string(), message: z.string() })),
});
export type AppliedScoreMapping = z.output<typeof appliedScoreMappingSchema>;

/**
 * Makes labels of the scores that people outside gave under the mapping's name. It can be applied again at any time:
 * what stands already is a duplicate. A reviewer's own label that is later than the score stays. Throws `not_found`.
 */
export async function applyScoreMapping(ctx: Context, { id }: { id: string }): Promise<AppliedScoreMapping> {
  requirePermission(ctx, 'queues:manage');
  const { prisma } = ctx.stores.controlPlane;
  const row = await prisma.scoreMapping.findFirst({ where: { id, projectId: ctx.project.id } });
  if (row === null) throw notFound('The mapping');
  const mapping = scoreMappingView(row);
  const total: AppliedScoreMapping = {
    scores: 0,
    accepted: 0,
    duplicates: 0,
    kept: 0,
    unmatched: 0,
    rejected: 0,
    rejections: [],
  };
  let after = { queryId: '', version: '' };
  for (;;) {
    const scores = await personScores(ctx, { name: mapping.name, after, limit: MAX_LABELS });
    const last = scores.at(-1);
    if (last === undefined) break;
    after = last;
    await applyTo(ctx, mapping, scores, total);
  }
  await noteApplied(ctx, mapping, total);
  return total;
}

async function noteApplied(
  ctx: Context,
  { id, name }: { id: string; name: string },
  { accepted }: AppliedScoreMapping,
): Promise<void> {
  const at = ctx.now();
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    // Deleted meanwhile, perhaps: then there is nothing to note it on.
    await tx.scoreMapping.updateMany({ where: { id, projectId }, data: { appliedAt: at } });
    const entry = { action: 'score_mapping_applied', at, actor: ctx.actor, projectId } as const;
    await recordAuditEvent(tx, { ...entry, subject: name, detail: { labels: accepted } });
  });
}

async function applyTo(
  ctx: Context,
  mapping: ScoreMapping & { id: string },
  scores: readonly ReceivedPersonScore[],
  total: AppliedScoreMapping,
): Promise<void> {
  const labels = scores.flatMap((score) => {
    const label = mappedLabel(mapping, score);
    return label === undefined ? [] : [{ label, receivedMs: score.receivedMs }];
  });
  total.scores += scores.length;
  total.unmatched += scores.length - labels.length;
  const standing = await readStanding(
    ctx,
    labels.map(({ label }) => label),
  );
  const wanted = labels.filter(({ label, receivedMs }) => {
    const own = standing.get(pairOf(label));
    return own === undefined || own.isMapped || own.createdMs <= receivedMs;
  });
  total.kept += labels.length - wanted.length;
  if (wanted.length === 0) return;
  const answer = await writeLabels(ctx, { labels: wanted.map(({ label }) => label) });
  const before = new Set([...standing.values()].map((own) => own.id));
  const made = answer.ids.filter((id) => id !== null && !before.has(id)) as string[];
  await ctx.stores.controlPlane.prisma.scoreLabel.createMany({
    data: made.map((labelId) => ({ labelId, mappingId: mapping.id })),
    skipDuplicates: true,
  });
  total.accepted += answer.accepted;
  total.duplicates += answer.duplicates;
  total.rejected += answer.rejected.length;
  for (const { index, code, message } of answer.rejected.slice(0, REPORTED - total.rejections.length))
    total.rejections.push({ queryId: wanted[index]?.label.queryId ?? '', code, message });
}

interface StandingLabel {
  id: string;
  createdMs: number;
  /** Whether a mapping made it. */
  isMapped: boolean;
}

/** The current labels of these reviewers of these queries. */
async function readStanding(
  ctx: Context,
  labels: readonly { queryId: string; reviewer: string }[],
): Promise<Map<string, StandingLabel>> {
  const { prisma } = ctx.stores.controlPlane;
  const rows = await prisma.label.findMany({
    where: {
      projectId: ctx.project.id,
      current: true,
      queryId: { in: [...new Set(labels.map(({ queryId }) => queryId))] },
      person: { name: { in: [...new Set(labels.map(({ reviewer }) => reviewer))] } },
    },
    select: { id: true, queryId: true, createdAt: true, person: { select: { name: true } } },
  });
  if (rows.length === 0) return new Map();
  const mapped = await prisma.scoreLabel.findMany({ where: { labelId: { in: rows.map(({ id }) => id) } } });
  const mappedIds = new Set(mapped.map(({ labelId }) => labelId));
  return new Map(
    rows.map(({ id, queryId, createdAt, person }) => [
      pairOf({ queryId, reviewer: person.name }),
      { id, createdMs: createdAt.getTime(), isMapped: mappedIds.has(id) },
    ]),
  );
}

function pairOf({ queryId, reviewer }: { queryId: string; reviewer: string }): string {
  return JSON.stringify([queryId, reviewer]);
}
