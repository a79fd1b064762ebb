import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { type ScoreMappingView, scoreMappingView } from './queries/score-mappings.ts';
import { saveScoreMappingSchema } from './score-mapping.ts';

/** Saves what the scores of a name mean; there is one mapping for each name. Nothing is labelled yet. */
export async function saveScoreMapping(
  ctx: Context,
  input: z.input<typeof saveScoreMappingSchema>,
): Promise<ScoreMappingView> {
  requirePermission(ctx, 'queues:manage');
  const { name, reviewer = null, rules } = saveScoreMappingSchema.parse(input);
  const projectId = ctx.project.id;
  const at = ctx.now();
  const saved = await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const row = await tx.scoreMapping.upsert({
      where: { projectId_name: { projectId, name } },
      create: { id: uuidv7(), projectId, name, reviewer, rules, createdAt: at, updatedAt: at },
      update: { reviewer, rules, updatedAt: at },
    });
    const { actor } = ctx;
    await recordAuditEvent(tx, { action: 'score_mapping_saved', at, actor, projectId, subject: name });
    return row;
  });
  return scoreMappingView(saved);
}
