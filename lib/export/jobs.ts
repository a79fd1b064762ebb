import type { Stores } from '../platform/stores.ts';
import { expireExports } from './expire-exports.ts';
import { EXPORT_JOB } from './requester.ts';
import { runExport } from './run-export.ts';

const LOOK_MS = 3_600_000;

/**
 * Starts the worker for exports. Those that a dead process left running begin again: at once where this process is the
 * only one, else when their lease has run out, for until then another may be at them. Files are removed when they
 * expire. Returns what stops the looking.
 */
export async function registerExportJobs(
  stores: Stores,
  { keptDays }: { keptDays?: number } = {},
): Promise<() => void> {
  await stores.jobs.register(EXPORT_JOB, async ({ exportId }) => {
    if (exportId !== undefined) await runExport(stores, exportId, { keptDays });
  });
  await resendInterrupted(stores);
  stores.jobs.wake(EXPORT_JOB);
  await expireExports(stores);
  const timer = setInterval(() => void expireExports(stores), LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function resendInterrupted({ controlPlane, jobs }: Stores): Promise<void> {
  await controlPlane.prisma.$transaction(async (tx) => {
    if (!controlPlane.isShared)
      await tx.export.updateMany({ where: { status: 'running' }, data: { leasedUntil: null } });
    const interrupted = await tx.export.findMany({
      // Also what is queued: its job may have been taken and not begun. A second job finds nothing to do.
      where: { status: { in: ['queued', 'running'] } },
      select: { id: true, leasedUntil: true },
    });
    for (const { id, leasedUntil } of interrupted) {
      // A second more, so that the lease has run out for certain.
      const startAfter = new Date((leasedUntil?.getTime() ?? 0) + 1000);
      const isFree = startAfter.getTime() <= Date.now();
      await jobs.send(tx, EXPORT_JOB, { exportId: id }, isFree ? {} : { startAfter });
    }
  });
}
