import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { personScoreNames } from '../../query-log/queries/person-scores.ts';
import { saveScoreMappingSchema, scoreRuleSchema } from '../score-mapping.ts';

export const scoreMappingViewSchema = saveScoreMappingSchema.extend({
  id: z.string(),
  reviewer: z.string().nullable(),
  rules: z.array(scoreRuleSchema),
  updatedAt: z.string(),
  appliedAt: z.string().nullable(),
});
export type ScoreMappingView = z.output<typeof scoreMappingViewSchema>;

export const scoreMappingsSchema = z.object({
  mappings: z.array(scoreMappingViewSchema),
  /** The names under which people outside scored answers, and what they said, the most frequent first. */
  scores: z.array(
    z.object({
      name: z.string(),
      n: z.number(),
      said: z.array(z.object({ label: z.string(), value: z.number().nullable(), n: z.number() })),
    }),
  ),
});

/** All mappings, and what there is to map. */
export async function listScoreMappings(ctx: Context): Promise<z.output<typeof scoreMappingsSchema>> {
  requirePermission(ctx, 'queues:manage');
  const [rows, scores] = await Promise.all([
    ctx.stores.controlPlane.prisma.scoreMapping.findMany({
      where: { projectId: ctx.project.id },
      orderBy: { name: 'asc' },
    }),
    personScoreNames(ctx),
  ]);
  return { mappings: rows.map(scoreMappingView), scores };
}

export function scoreMappingView(row: {
  id: string;
  name: string;
  reviewer: string | null;
  rules: unknown;
  updatedAt: Date;
  appliedAt: Date | null;
}): ScoreMappingView {
  const { id, name, reviewer, updatedAt, appliedAt } = row;
  return {
    id,
    name,
    reviewer,
    rules: scoreMappingViewSchema.shape.rules.parse(row.rules),
    updatedAt: updatedAt.toISOString(),
    appliedAt: appliedAt?.toISOString() ?? null,
  };
}
