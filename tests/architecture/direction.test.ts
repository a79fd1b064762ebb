import { describe, expect, test } from 'vitest';
import { domainOf, resolveImport, type SourceFile, sourceFiles } from '../support/source-files.ts';

const lib = sourceFiles('lib');
const app = sourceFiles('app');

function offences(files: SourceFile[], isForbidden: (file: SourceFile, name: string) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((name) => isForbidden(file, name)).map((name) => `${file.path} imports ${name}`),
  );
}

describe('who may import whom', () => {
  test('lib knows neither Next nor React nor app', () => {
    const forbidden = /^(next|react|react-dom|@mantine|nuqs)(\/|$)/;
    const found = offences(
      lib,
      (file, name) => forbidden.test(name) || resolveImport(file, name)?.startsWith('app/') === true,
    );
    expect(found).toEqual([]);
  });

  test('lib/platform knows no domain', () => {
    const platform = lib.filter((file) => domainOf(file.path) === 'platform');
    const found = offences(platform, (file, name) => {
      const target = resolveImport(file, name);
      return target?.startsWith('lib/') === true && domainOf(target) !== 'platform';
    });
    expect(found).toEqual([]);
  });

  test('the pure domains import only themselves', () => {
    const pure = lib.filter((file) => /^lib\/(retrieval-metrics|statistics|text)\//.test(file.path));
    const found = offences(pure, (file, name) => {
      const target = resolveImport(file, name);
      return target === undefined ? name !== 'node:crypto' : domainOf(target) !== domainOf(file.path);
    });
    expect(found).toEqual([]);
  });

  test('only app/_components draws with Recharts, and it knows no domain', () => {
    expect(
      offences(app, (file, name) => name.startsWith('recharts') && !file.path.startsWith('app/_components/')),
    ).toEqual([]);
    const widgets = app.filter((file) => file.path.startsWith('app/_components/'));
    expect(
      offences(widgets, (file, name) => resolveImport(file, name)?.startsWith('app/(app)') === true),
    ).toEqual([]);
  });

  test('domains depend on each other without cycles', () => {
    expect(cycles(domainGraph(lib))).toEqual([]);
  });

  test('a cycle would be found', () => {
    expect(
      cycles(
        new Map([
          ['a', new Set(['b'])],
          ['b', new Set(['a'])],
        ]),
      ),
    ).not.toEqual([]);
  });
});

function domainGraph(files: SourceFile[]): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const file of files) {
    const from = domainOf(file.path);
    if (from === undefined) continue;
    const targets = graph.get(from) ?? new Set<string>();
    graph.set(from, targets);
    for (const name of file.imports) {
      const to = domainOf(resolveImport(file, name) ?? '');
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return graph;
}

function cycles(graph: Map<string, Set<string>>): string[] {
  const reaches = (from: string, wanted: string, seen = new Set<string>()): boolean =>
    [...(graph.get(from) ?? [])].some((next) => {
      if (next === wanted) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, wanted, seen);
    });
  return [...graph.keys()].filter((domain) => reaches(domain, domain));
}
