import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/source-files.ts';

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];

/** Paths that a document names: in backticks or as link targets, where they look like files of this project. */
function pathsIn(text: string): string[] {
  const quoted = [
    ...text.matchAll(/`([\w.@()[\]-]+(?:\/[\w.@()[\]-]+)+\/?|[\w-]+\.(?:mjs|md)|server\.ts)`/g),
  ];
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)\s#]+)[^)]*\)/g)];
  return [...quoted, ...linked].flatMap((match) => match[1] ?? []);
}

test.each(DOCUMENTS)('every path named in %s exists', (document) => {
  const named = pathsIn(readFileSync(join(ROOT, document), 'utf8')).filter((path) => !/^\.|NNNN/.test(path));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
