import type { Stores } from '../platform/stores.ts';
import { INDEX_JOB } from './index-job.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { runIndex } from './run-index.ts';

/**
 * Starts the worker for indexing. Runs that a dead process left go on. Where several processes share a control plane,
 * one that another is at begins a second time: both do the same work, and the first to finish ends the other.
 */
export async function registerPipelineJobs(stores: Stores, providers: PipelineProviders): Promise<void> {
  await stores.jobs.register(INDEX_JOB, async ({ indexId }) => {
    if (indexId !== undefined) await runIndex(stores, providers, indexId);
  });
  await requeueInterrupted(stores);
  stores.jobs.wake(INDEX_JOB);
}

async function requeueInterrupted({ controlPlane, jobs }: Stores): Promise<void> {
  await controlPlane.prisma.$transaction(async (tx) => {
    const interrupted = await tx.knowledgeIndex.findMany({
      // Also what is queued: the job may have been taken and not begun. A second job finds nothing to do.
      where: { status: { in: ['queued', 'running'] } },
      select: { id: true },
    });
    for (const { id } of interrupted) {
      await tx.knowledgeIndex.update({ where: { id }, data: { status: 'queued' } });
      await jobs.send(tx, INDEX_JOB, { indexId: id });
    }
  });
}
