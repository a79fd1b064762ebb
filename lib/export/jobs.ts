import type { Stores } from '../platform/stores.ts';
import { EXPORT_JOB } from './requester.ts';
import { runExport } from './run-export.ts';

/**
 * Starts the worker for exports. Those that a dead process left running begin again: one process writes the
 * data folder at a time, so at start nobody else can be at them.
 */
export async function registerExportJobs(stores: Stores): Promise<void> {
  await stores.jobs.register(EXPORT_JOB, async ({ exportId }) => {
    if (exportId !== undefined) await runExport(stores, exportId);
  });
  await requeueInterrupted(stores);
  stores.jobs.wake(EXPORT_JOB);
}

async function requeueInterrupted({ controlPlane, jobs }: Stores): Promise<void> {
  await controlPlane.prisma.$transaction(async (tx) => {
    const interrupted = await tx.export.findMany({ where: { status: 'running' }, select: { id: true } });
    for (const { id } of interrupted) {
      await tx.export.update({ where: { id }, data: { status: 'queued', rowsDone: 0 } });
      await jobs.send(tx, EXPORT_JOB, { exportId: id });
    }
  });
}
