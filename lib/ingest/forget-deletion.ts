import type { QueryLogStore } from '#lib/platform/query-log-store.ts';

export interface Deletion {
  projectId: string;
  deletionId: string;
}

/** Takes a deletion out of the journal: it is done, or was refused. */
export async function forgetDeletion(queryLog: QueryLogStore, deletion: Deletion): Promise<void> {
  await queryLog.command(
    'DELETE FROM query_deletions WHERE project_id = {projectId:String} AND deletion_id = {deletionId:String}',
    { ...deletion },
  );
}
