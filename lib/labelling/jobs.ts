import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { reconcileMirror } from './reconcile-mirror.ts';

const RECONCILE_EVERY_MS = 10 * 60_000;

/**
 * Repairs the query log's copy of the labels at the start and every ten minutes. Returns at once; the returned
 * function ends it and waits for a pass that runs.
 */
export function registerLabellingJobs(stores: Stores): () => Promise<void> {
  let pass: Promise<void> | undefined;
  const start = () => {
    pass ??= reconcileMirror(stores)
      .then(
        ({ queries, questions }) => {
          if (queries + questions > 0)
            logger.warn({ queries, questions }, 'the copy of the labels was repaired');
        },
        (error: unknown) => logger.error({ err: error }, 'the copy of the labels was not compared'),
      )
      .finally(() => {
        pass = undefined;
      });
  };
  start();
  const timer = setInterval(start, RECONCILE_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await pass;
  };
}
