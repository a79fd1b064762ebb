import { rm } from 'node:fs/promises';
import type { Stores } from '../platform/stores.ts';
import { exportFolder } from './export-folder.ts';

/** Erases a project's exports: first they are cancelled, so that no run offers files any more. Safe to run again. */
export async function eraseExports({ controlPlane, dataFolder }: Stores, projectId: string): Promise<void> {
  const { prisma } = controlPlane;
  await prisma.export.updateMany({
    where: { projectId, status: { in: ['queued', 'running'] } },
    data: { status: 'cancelled' },
  });
  const rows = await prisma.export.findMany({ where: { projectId }, select: { id: true } });
  for (const { id } of rows) {
    const { final, draft } = exportFolder(dataFolder, id);
    await rm(final, { recursive: true, force: true });
    await rm(draft, { recursive: true, force: true });
    await prisma.export.deleteMany({ where: { id } });
  }
}
