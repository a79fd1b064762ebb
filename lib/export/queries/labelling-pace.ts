import type { Context } from '../../platform/context.ts';

export interface LabellingPace {
  /** Median time of a label with a person at it; null where none was measured. */
  medianSeconds: number | null;
}

/** How fast the project's reviewers label. */
export async function readLabellingPace({ project, stores }: Context): Promise<LabellingPace> {
  const [row] = await stores.controlPlane.prisma.$queryRaw<{ median: number | null }[]>`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY "activeSeconds") AS median FROM "Label"
    WHERE "projectId" = ${project.id} AND "current" AND "activeSeconds" > 0`;
  return { medianSeconds: row?.median ?? null };
}
