import { v7 as uuidv7 } from 'uuid';
import type { Stores } from '../platform/stores.ts';

/** A run that gives no sign of life for so long is taken for dead. */
export const LEASE_MS = 30_000;
const RENEW_MS = 5_000;

/** Thrown between two pages once somebody has cancelled the export, or another run has taken it over. */
export class RunEnded extends Error {}

/** A run of an export, which alone may change it while it holds its lease. */
export interface ExportRun {
  id: string;
  runId: string;
  /** Throws `RunEnded` where the export is no longer this run's. */
  report(progress: { rowsDone: number; rowsTotal?: number }): Promise<void>;
  /** Changes the export as its last act; false where it is no longer this run's. */
  finish(
    data: Parameters<Stores['controlPlane']['prisma']['export']['updateMany']>[0]['data'],
  ): Promise<boolean>;
  /** Stops the signs of life. */
  end(): void;
}

/** Takes an export that waits, or whose run is dead; undefined where there is nothing to take. */
export async function startRun(stores: Stores, id: string): Promise<ExportRun | undefined> {
  const { prisma } = stores.controlPlane;
  const runId = uuidv7();
  const now = new Date();
  const { count } = await prisma.export.updateMany({
    where: {
      id,
      OR: [
        { status: 'queued' },
        { status: 'running', OR: [{ leasedUntil: null }, { leasedUntil: { lt: now } }] },
      ],
    },
    data: { status: 'running', runId, leasedUntil: leaseEnd(), rowsDone: 0, rowsTotal: null },
  });
  if (count === 0) return undefined;
  const own = { id, runId, status: 'running' };
  const renew = async (progress: object = {}) => {
    const renewed = await prisma.export.updateMany({
      where: own,
      data: { ...progress, leasedUntil: leaseEnd() },
    });
    return renewed.count > 0;
  };
  // A page may take longer than the lease. A sign of life that fails is missing, no more: the next may not fail.
  const timer = setInterval(() => void renew().catch(() => undefined), RENEW_MS);
  timer.unref();
  return {
    id,
    runId,
    report: async (progress) => {
      if (!(await renew(progress))) throw new RunEnded();
    },
    finish: async (data) => (await prisma.export.updateMany({ where: own, data })).count > 0,
    end: () => clearInterval(timer),
  };
}

function leaseEnd(): Date {
  return new Date(Date.now() + LEASE_MS);
}
