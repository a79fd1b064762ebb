import { PgBoss } from 'pg-boss';
import type { ControlPlane, Transaction } from './control-plane.ts';
import { logger } from './logger.ts';

export type JobData = Record<string, string>;
export type JobHandler = (data: JobData) => Promise<void>;

export interface Jobs {
  /** Declares a kind of job and who does it. Call before the first `send`. */
  register(kind: string, handler: JobHandler): Promise<void>;
  /**
   * Queues a job as part of `tx`, so that it exists exactly when the change that needs it does. Not begun before
   * `startAfter`.
   */
  send(tx: Transaction, kind: string, data: JobData, options?: { startAfter?: Date }): Promise<void>;
  /** Makes the workers of a kind look at once; call after the transaction has committed. */
  wake(kind: string): void;
  /** Waits for running jobs, at most `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

/** Background jobs in the control plane: they survive a restart, and are queued in the caller's transaction. */
export async function startJobs(controlPlane: ControlPlane): Promise<Jobs> {
  const boss = new PgBoss({
    db: {
      executeSql: (sql, values) =>
        values?.length ? controlPlane.query(sql, values) : controlPlane.script(sql),
    },
  });
  boss.on('error', (error) => logger.error({ err: error }, 'job store'));
  // It makes its tables at the first start, and processes that start together would make them twice.
  await controlPlane.exclusively(() => boss.start());
  const workers = new Map<string, string>();
  return {
    register: async (kind, handler) => {
      await boss.createQueue(kind, {
        retryLimit: 3,
        retryDelay: 2,
        retryBackoff: true,
        expireInSeconds: 3600,
      });
      const worker = await boss.work<JobData>(kind, { pollingIntervalSeconds: 5 }, async ([job]) => {
        if (job !== undefined) await handler(job.data);
      });
      workers.set(kind, worker);
    },
    send: async (tx, kind, data, options = {}) => {
      const executeSql = async (sql: string, values?: unknown[]) => ({
        rows: await tx.$queryRawUnsafe<unknown[]>(sql, ...(values ?? [])),
      });
      await boss.send(kind, data, { ...options, db: { executeSql } });
    },
    wake: (kind) => {
      const worker = workers.get(kind);
      if (worker !== undefined) boss.notifyWorker(worker);
    },
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}
