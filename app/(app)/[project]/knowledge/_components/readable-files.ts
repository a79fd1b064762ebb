import { sourceFormatOf } from '#lib/pipeline/source-format.ts';

/**
 * Of chosen files those that are sent. From a folder nobody chose each one, so hidden ones and those of other kinds are
 * passed over and counted; one that was chosen by itself is sent, and refused with the reason.
 */
export function readableFiles<F extends Pick<File, 'name' | 'webkitRelativePath'>>(
  chosen: readonly F[],
): { files: F[]; others: number } {
  const files = chosen.filter(
    ({ name, webkitRelativePath: path }) =>
      path === '' ||
      (sourceFormatOf(name) !== undefined && !path.split('/').some((part) => part.startsWith('.'))),
  );
  return { files, others: chosen.length - files.length };
}
