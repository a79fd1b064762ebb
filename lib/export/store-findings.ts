import type { Context } from '../platform/context.ts';
import type { GateFinding } from './gate-findings.ts';
import type { ExportPlan } from './plan-export.ts';

/** A page shows them a few at a time, and nobody reads more. */
const MOST_A_GATE = 10_000;
const ROWS_A_STATEMENT = 2000;

/** Keeps which queries each gate found something about, instead of what an earlier run of the export kept. */
export async function storeFindings(
  ctx: Context,
  { exportId, plan, found }: { exportId: string; plan: ExportPlan; found: readonly GateFinding[] },
): Promise<void> {
  const projectId = ctx.project.id;
  const rows = found.flatMap(({ gate, places }) =>
    places.slice(0, MOST_A_GATE).map((place, position) => ({
      exportId,
      projectId,
      gate,
      position,
      queryId: plan.candidates[place]?.queryId ?? '',
    })),
  );
  const { exportFinding } = ctx.stores.controlPlane.prisma;
  await exportFinding.deleteMany({ where: { projectId, exportId } });
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT)
    await exportFinding.createMany({ data: rows.slice(from, from + ROWS_A_STATEMENT) });
}
