import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { reconcileMirror } from './reconcile-mirror.ts';
import { runDueQueues } from './run-due-queues.ts';

const RECONCILE_EVERY_MS = 10 * 60_000;
const FILL_EVERY_MS = 60_000;

/**
 * Repairs the query log's copy of the labels at the start and every ten minutes, and fills the queues whose rules are
 * due every minute. Returns at once; the returned function ends both and waits for what runs.
 */
export function registerLabellingJobs(stores: Stores): () => Promise<void> {
  const stops = [
    repeat(RECONCILE_EVERY_MS, 'the copy of the labels was not compared', async () => {
      const { queries, questions } = await reconcileMirror(stores);
      if (queries + questions > 0) logger.warn({ queries, questions }, 'the copy of the labels was repaired');
    }),
    repeat(FILL_EVERY_MS, 'the queues that are due were not filled', async () => {
      await runDueQueues(stores);
    }),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Does the work at once and then again and again, never twice at a time; a fault is logged and does not end it. */
function repeat(everyMs: number, fault: string, work: () => Promise<void>): () => Promise<void> {
  let pass: Promise<void> | undefined;
  const start = () => {
    pass ??= work()
      .catch((error: unknown) => logger.error({ err: error }, fault))
      .finally(() => {
        pass = undefined;
      });
  };
  start();
  const timer = setInterval(start, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await pass;
  };
}
