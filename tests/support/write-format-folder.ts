import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportFormat } from '#lib/export/encoders/registry.ts';
import type { EncodeOptions, FormatId } from '#lib/export/format.ts';
import { folderReadme } from '#lib/export/snippets/folder-readme.ts';
import type { TrainingExample } from '#lib/export/training-example.ts';
import { asLogged } from './training-example.ts';

/** Writes examples as one format's folder, as an export does it; the paths of its files, in code unit order. */
export function writeFormatFolder(
  folder: string,
  id: FormatId,
  examples: readonly { example: TrainingExample; options?: Partial<EncodeOptions> }[],
): string[] {
  const format = exportFormat(id);
  const headers = new Map<string, string>();
  for (const { path, header } of format.files)
    for (const split of ['train', 'validation', 'test'])
      if (header !== undefined) headers.set(path.replace('{split}', split), header);
  const seen = new Set<string>();
  const paths = new Set<string>();
  for (const { example, options } of examples) {
    const result = format.encode(example, { ...asLogged, ...options });
    if ('excluded' in result) continue;
    for (const row of result.rows) {
      const key = `${row.path} ${row.onceKey}`;
      if (row.onceKey !== undefined && seen.has(key)) continue;
      seen.add(key);
      paths.add(row.path);
      const problem = format.validate(row);
      if (problem !== null) throw new Error(`${id} ${row.path}: ${problem}`);
      const file = join(folder, row.path);
      mkdirSync(dirname(file), { recursive: true });
      if (!existsSync(file)) writeFileSync(file, headers.has(row.path) ? `${headers.get(row.path)}\n` : '');
      appendFileSync(file, `${row.text}\n`);
    }
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'README.md'), folderReadme(format, [...paths], 1));
  return [...paths].sort();
}

/** The rows of a file of JSON lines, as any reader of lines reads them. */
export function readJsonLines(path: string): Record<string, unknown>[] {
  return readFileSync(path, 'utf8')
    .split(/\r?\n|[\v\f\u0085\u2028\u2029]/)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
