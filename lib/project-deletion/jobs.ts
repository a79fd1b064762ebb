import { erasableAt, PROJECT_DELETION_JOB } from '../auth/delete-project.ts';
import type { Stores } from '../platform/stores.ts';
import { eraseDeletedProject } from './erase-deleted-project.ts';

/** Starts the worker that erases deleted projects, and takes up what an earlier process left unfinished. */
export async function registerProjectDeletion(stores: Stores): Promise<void> {
  await stores.jobs.register(PROJECT_DELETION_JOB, async ({ projectId }) => {
    if (projectId === undefined) return;
    const erasure = await eraseDeletedProject(stores, projectId);
    if (erasure.status === 'too_early') await order(stores, projectId, erasure.from);
  });
  const { prisma } = stores.controlPlane;
  for (const { id, deletingAt } of await prisma.project.findMany({ where: { deletingAt: { not: null } } })) {
    if (deletingAt !== null) await order(stores, id, erasableAt(deletingAt));
  }
  stores.jobs.wake(PROJECT_DELETION_JOB);
}

async function order({ controlPlane, jobs }: Stores, projectId: string, startAfter: Date): Promise<void> {
  await controlPlane.prisma.$transaction((tx) =>
    jobs.send(tx, PROJECT_DELETION_JOB, { projectId }, { startAfter }),
  );
}
