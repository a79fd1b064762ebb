import type { Context } from '../../platform/context.ts';
import type { Export } from '../../platform/generated/prisma/client.ts';
import { exportDifference } from '../export-difference.ts';
import type { ExportTally } from '../export-tally.ts';
import { type ExportedRows, unpackRows } from '../exported-rows.ts';
import type { ExportPlan } from '../plan-export.ts';
import type { Difference } from '../schema.ts';

/** What has changed since the last finished export of the same recipe; nothing where there is none. */
export async function readDifference(
  ctx: Context,
  { id, recipeHash }: Pick<Export, 'id' | 'recipeHash'>,
  { rows, plan, tally }: { rows: ExportedRows; plan: ExportPlan; tally: ExportTally },
): Promise<{ difference?: Difference }> {
  const { prisma } = ctx.stores.controlPlane;
  const projectId = ctx.project.id;
  const last = await prisma.export.findFirst({
    where: { projectId, recipeHash, id: { not: id }, status: { in: ['done', 'expired'] } },
    orderBy: [{ finishedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, createdAt: true },
  });
  if (last === null) return {};
  const content = await prisma.exportContent.findFirst({ where: { projectId, exportId: last.id } });
  if (content === null) return {};
  const places = new Map(plan.candidates.map(({ queryId }, place) => [queryId, place]));
  const earlier = { exportId: last.id, at: last.createdAt, rows: unpackRows(content.rows) };
  const difference = exportDifference(earlier, rows, (queryId) => {
    const place = places.get(queryId);
    return place === undefined ? undefined : tally.reasonOf(place);
  });
  return { difference };
}
