import { join } from 'node:path';

/**
 * Where the files of a finished export lie, and where they grow until it is finished. Each run has a folder of its own,
 * so that one which was taken for dead cannot touch the files of the next.
 */
export function exportFolder(
  dataFolder: string,
  { id, runId }: { id: string; runId: string | null },
): { final: string; draft: string } {
  const final = join(dataFolder, 'exports', runId === null ? id : `${id}.${runId}`);
  return { final, draft: `${final}.part` };
}
