import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
  /** What it imports, as written: '#lib/x.ts', './y.ts', 'react'. */
  imports: string[];
}

/** The TypeScript sources below the given folders, without what is generated. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .filter((path) => !path.includes('/generated/'))
      .map((path) => {
        const text = readFileSync(join(ROOT, path), 'utf8');
        return { path, text, imports: importsOf(text) };
      }),
  );
}

function importsOf(text: string): string[] {
  const matches = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...matches].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}

/** The file an import inside the project means, from the project's root; undefined for packages. */
export function resolveImport(file: SourceFile, name: string): string | undefined {
  if (name.startsWith('#lib/')) return name.slice(1);
  if (name.startsWith('.')) return relative(ROOT, join(ROOT, file.path, '..', name));
  return undefined;
}

/** 'lib/ingest/http.ts' -> 'ingest'; undefined outside lib. */
export function domainOf(path: string): string | undefined {
  return /^lib\/([^/]+)\//.exec(path)?.[1];
}
