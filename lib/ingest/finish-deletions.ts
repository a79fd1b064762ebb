import { z } from 'zod';
import type { Stores } from '#lib/platform/stores.ts';
import { finishDeletion } from './finish-deletion.ts';

/** Finishes what an earlier process began to delete. */
export async function finishDeletions(stores: Stores): Promise<void> {
  const deletions = await stores.queryLog.rows(
    z.object({ projectId: z.string(), deletionId: z.string() }),
    'SELECT DISTINCT project_id AS projectId, deletion_id AS deletionId FROM query_deletions',
  );
  for (const deletion of deletions) await finishDeletion(stores, deletion);
}
