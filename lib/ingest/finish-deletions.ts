import { z } from 'zod';
import type { Stores } from '#lib/platform/stores.ts';
import { finishDeletion, SEAL } from './finish-deletion.ts';
import { forgetDeletion } from './forget-deletion.ts';

/** Finishes what an earlier process began to delete. What it had only noted was never granted, and is forgotten. */
export async function finishDeletions(stores: Stores): Promise<void> {
  const deletions = await stores.queryLog.rows(
    z.object({ projectId: z.string(), deletionId: z.string(), seals: z.number() }),
    `SELECT project_id AS projectId, deletion_id AS deletionId,
       countIf(query_id = {seal:String}) AS seals
     FROM query_deletions GROUP BY project_id, deletion_id`,
    { seal: SEAL },
  );
  for (const { seals, ...deletion } of deletions) {
    if (seals > 0) await finishDeletion(stores, deletion);
    else await forgetDeletion(stores.queryLog, deletion);
  }
}
