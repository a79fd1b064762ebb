import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes what runs of an export have left on disk, but for the folder of `keep`. */
export async function removeFolders(
  dataFolder: string,
  id: string,
  keep: string | null = null,
): Promise<void> {
  const folder = join(dataFolder, 'exports');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const kept = keep === null ? undefined : `${id}.${keep}`;
  for (const name of names)
    if ((name === id || name.startsWith(`${id}.`)) && (kept === undefined || !name.startsWith(kept)))
      await rm(join(folder, name), { recursive: true, force: true });
}
