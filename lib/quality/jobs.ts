import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { checkChunks } from './check-chunks.ts';
import { findGaps } from './find-gaps.ts';

const GAPS_EVERY_MS = 10 * 60_000;
/** For the chunks of one project in one pass: some 80,000 of usual length. */
const CHUNKS_MS = 30_000;

/**
 * Looks for the gaps of all projects, and at the texts of new chunks, at the start and every ten minutes. Returns at
 * once; the returned function ends it and waits for what runs.
 */
export function registerQualityJobs(stores: Stores): () => Promise<void> {
  let pass: Promise<void> | undefined;
  const ending = new AbortController();
  const start = () => {
    pass ??= lookAtAll(stores, ending.signal)
      .catch((error: unknown) => logger.error({ err: error }, 'the projects were not looked at'))
      .finally(() => {
        pass = undefined;
      });
  };
  start();
  const timer = setInterval(start, GAPS_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    ending.abort();
    await pass;
  };
}

/** One project's fault does not keep the others from their turn. */
async function lookAtAll(stores: Stores, signal: AbortSignal): Promise<void> {
  const projects = await stores.controlPlane.prisma.project.findMany({
    where: { deletingAt: null, archivedAt: null },
    select: { id: true },
  });
  for (const { id } of projects) {
    if (signal.aborted) return;
    await findGaps(stores, id).catch((error: unknown) =>
      logger.error({ err: error, project: id }, 'the knowledge gaps of a project were not found'),
    );
    await checkChunks(stores, id, { budgetMs: CHUNKS_MS, signal }).catch((error: unknown) =>
      logger.error({ err: error, project: id }, 'the chunks of a project were not checked'),
    );
  }
}
