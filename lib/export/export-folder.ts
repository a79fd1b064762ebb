import { join } from 'node:path';

/** Where the files of a finished export lie, and where they grow until it is finished. */
export function exportFolder(dataFolder: string, id: string): { final: string; draft: string } {
  const final = join(dataFolder, 'exports', id);
  return { final, draft: `${final}.part` };
}
