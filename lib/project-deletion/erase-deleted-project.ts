import { erasableAt } from '../auth/delete-project.ts';
import { eraseProject } from '../auth/erase-project.ts';
import { eraseExports } from '../export/erase-exports.ts';
import { eraseGoldenSets } from '../golden-sets/erase-golden-sets.ts';
import { eraseEvents } from '../ingest/erase-events.ts';
import { eraseLabelling } from '../labelling/erase-labelling.ts';
import { erasePipeline } from '../pipeline/erase-pipeline.ts';
import type { Stores } from '../platform/stores.ts';
import { eraseProviders } from '../providers/erase-providers.ts';
import { eraseQuality } from '../quality/erase-quality.ts';

/** Each may run again, and the project itself goes last: a run that broke off is simply repeated from the start. */
export const ERASURE_STEPS: readonly ((stores: Stores, projectId: string, now: Date) => Promise<void>)[] = [
  eraseExports,
  eraseEvents,
  eraseLabelling,
  eraseGoldenSets,
  erasePipeline,
  eraseQuality,
  eraseProviders,
  eraseProject,
];

export type Erasure = { status: 'erased' } | { status: 'not_ordered' } | { status: 'too_early'; from: Date };

/**
 * Erases a project whose deletion was ordered from both stores and the disk. Before events that were let in under
 * its keys have run out it is `too_early`: they would come in behind the erasure and stay.
 */
export async function eraseDeletedProject(
  stores: Stores,
  projectId: string,
  now: Date = new Date(),
): Promise<Erasure> {
  const { prisma } = stores.controlPlane;
  const project = await prisma.project.findUnique({ where: { id: projectId } });
  if (project === null || project.deletingAt === null) return { status: 'not_ordered' };
  const from = erasableAt(project.deletingAt);
  if (now < from) return { status: 'too_early', from };
  for (const step of ERASURE_STEPS) await step(stores, projectId, now);
  return { status: 'erased' };
}
