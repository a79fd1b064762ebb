import type { Stores } from '../platform/stores.ts';
import { removeFolders } from './remove-folders.ts';

/** Erases a project's exports: first they are cancelled, so that no run offers files any more. Safe to run again. */
export async function eraseExports({ controlPlane, dataFolder }: Stores, projectId: string): Promise<void> {
  const { prisma } = controlPlane;
  await prisma.export.updateMany({
    where: { projectId, status: { in: ['queued', 'running', 'held'] } },
    data: { status: 'cancelled' },
  });
  const rows = await prisma.export.findMany({ where: { projectId }, select: { id: true } });
  await prisma.exportFinding.deleteMany({ where: { projectId } });
  await prisma.exportContent.deleteMany({ where: { projectId } });
  await prisma.exportSide.deleteMany({ where: { projectId } });
  await prisma.exportSideVersion.deleteMany({ where: { projectId } });
  for (const { id } of rows) {
    await removeFolders(dataFolder, id);
    await prisma.export.deleteMany({ where: { id } });
  }
}
