import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

const GUIDES = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

test.each(GUIDES)('what docs/%s links to exists', (guide) => {
  const linked = [...read(`docs/${guide}`).matchAll(/\]\((?!https?:|#)([^)\s#]+)[^)]*\)/g)].map(
    (match) => match[1] ?? '',
  );
  expect(linked.filter((path) => !existsSync(join(ROOT, 'docs', path)))).toEqual([]);
});

test('README.md names every guide', () => {
  expect(GUIDES.length).toBeGreaterThan(5);
  expect(GUIDES.filter((guide) => !read('README.md').includes(`docs/${guide}`))).toEqual([]);
});

test('every picture is shown by a document', () => {
  const texts = ['README.md', ...GUIDES.map((guide) => `docs/${guide}`)].map(read).join();
  const pictures = readdirSync(join(ROOT, 'docs/screens'));
  expect(pictures.length).toBeGreaterThan(3);
  expect(pictures.filter((picture) => !texts.includes(`screens/${picture}`))).toEqual([]);
});
