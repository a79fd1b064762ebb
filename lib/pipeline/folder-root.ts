import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { readSettings } from '../platform/env.ts';
import { AppError } from '../platform/errors.ts';

/**
 * The real path of a folder below the one that the operator allowed, links resolved. Throws `invalid` with a sentence
 * where none is allowed, or the folder is missing or lies elsewhere; both of the last say the same.
 */
export async function folderBelowRoot(
  folder: string,
  root = readSettings().knowledgeFolder,
): Promise<string> {
  if (root === undefined)
    throw invalid(
      'Reading folders is switched off. The operator can allow one with FAULTLINE_KNOWLEDGE_FOLDER; until then upload the files.',
    );
  const missing = invalid(
    `There is no such folder below the one that the operator allowed. Give its path from there.`,
  );
  try {
    const realRoot = await realpath(root);
    const path = await realpath(resolve(realRoot, folder));
    const inside = relative(realRoot, path);
    const isBelow = inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
    if (isBelow && (await stat(path)).isDirectory()) return path;
  } catch {
    throw missing;
  }
  throw missing;
}

function invalid(message: string): AppError {
  return new AppError('invalid', message, { path: 'folder' });
}
