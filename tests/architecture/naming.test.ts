import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { domainOf, sourceFiles } from '../support/source-files.ts';

const lib = sourceFiles('lib');
const own = [...lib, ...sourceFiles('app', 'bin', 'tests', 'prisma', 'bench')];
const MEANINGLESS = /^(index|utils?|helpers?|common|services?|misc|types|constants)\.tsx?$/;
const VERBS =
  'add cancel claim create delete ensure open reconcile register release renew repair replay request run save skip submit tag undo write';

describe('names', () => {
  test('no file is called after nothing', () => {
    expect(own.map((file) => file.path).filter((path) => MEANINGLESS.test(basename(path)))).toEqual([]);
  });

  test('files are kebab-case', () => {
    const odd = own
      .map((file) => basename(file.path))
      .filter((name) => !/^[a-z0-9-]+(\.(test|spec|config|module))*\.tsx?$/.test(name));
    expect(odd).toEqual([]);
  });

  test('a file named after a verb exports the function of that name', () => {
    const verbs = new Set(VERBS.split(' '));
    const missing = lib
      .filter((file) => domainOf(file.path) !== 'platform' && /^lib\/[^/]+\/[^/]+$/.test(file.path))
      .filter(
        (file) => verbs.has(basename(file.path).split('-')[0] ?? '') && basename(file.path).includes('-'),
      )
      .filter(
        (file) =>
          !new RegExp(`export (async )?function ${camel(basename(file.path, '.ts'))}\\b`).test(file.text),
      )
      .map((file) => file.path);
    expect(missing).toEqual([]);
  });

  test('no file has grown past reading', () => {
    const long = own.filter((file) => file.text.split('\n').length > 400).map((file) => file.path);
    expect(long).toEqual([]);
  });
});

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
