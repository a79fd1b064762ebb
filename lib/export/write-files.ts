import { exportFormat } from './encoders/registry.ts';
import { SPLITS, splitPath } from './format.ts';
import type { RowSpool } from './row-spool.ts';
import type { ExportFile, Recipe } from './schema.ts';
import { folderReadme } from './snippets/folder-readme.ts';
import { writeLines } from './write-lines.ts';

/**
 * Writes the files of a format from settled rows, and the README that says how to use them. Of files of one side only
 * those that have rows are written, for `datasets` refuses an empty one; the others are there even without any.
 */
export async function writeFiles(folder: string, spool: RowSpool, recipe: Recipe): Promise<ExportFile[]> {
  const format = exportFormat(recipe.format);
  const filled = new Set(spool.filledPaths());
  const files: ExportFile[] = [];
  for (const { path, header } of format.files) {
    const isSided = path.includes('{split}');
    const names = isSided ? SPLITS.map((split) => splitPath(path, split)) : [path];
    for (const name of names)
      if (!isSided || filled.has(name))
        files.push(await writeLines(folder, name, { header, rows: spool.rowsOf(name) }));
  }
  const readme = folderReadme(
    format,
    files.map(({ name }) => name),
    recipe.epochs,
  );
  const written = await writeLines(folder, 'README.md', { rows: [Buffer.from(readme.trimEnd(), 'utf8')] });
  return [...files, { ...written, rows: 0 }];
}
