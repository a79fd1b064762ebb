import { expect, test } from 'vitest';
import { domainOf, type SourceFile, sourceFiles } from '../support/source-files.ts';

type Source = Pick<SourceFile, 'path' | 'text'>;

/** Tables that a file inserts into, updates or deletes from: Prisma models, query-log tables, tables in raw SQL. */
function writesOf(text: string): string[] {
  const patterns = [
    // What stands right behind "this" is a field, a set or a map.
    /(?<!\bthis)\.([a-z]\w+)\s*\.(?:create|createMany|createManyAndReturn|update|updateMany|upsert|delete|deleteMany)\(/g,
    /\.insert\(\s*'(\w+)'/g,
    /INSERT INTO "?(\w+)"?/g,
    /UPDATE "(\w+)"/g,
    /DELETE FROM "?(\w+)"?/g,
    /TRUNCATE (?:TABLE )?"?(\w+)"?/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase()),
  );
}

function writersOf(files: readonly Source[]): Map<string, Set<string>> {
  const writers = new Map<string, Set<string>>();
  for (const file of files) {
    const domain = domainOf(file.path) ?? '';
    if (domain === 'platform') continue;
    for (const table of writesOf(file.text)) {
      const domains = writers.get(table) ?? new Set();
      writers.set(table, domains.add(domain));
    }
  }
  return writers;
}

function shared(files: readonly Source[]): string[] {
  return [...writersOf(files)]
    .filter(([, domains]) => domains.size > 1)
    .map(([table, domains]) => `${table}: ${[...domains].join(', ')}`);
}

/** Statements whose table stands in a variable, where the search above cannot see it. */
function unnamed(files: readonly Source[]): string[] {
  const pattern = /(?:INSERT INTO|DELETE FROM|UPDATE|TRUNCATE(?: TABLE)?) "?\$\{/;
  return files.filter((file) => pattern.test(file.text)).map((file) => file.path);
}

const lib = sourceFiles('lib');

test('one table has one writing domain', () => {
  expect(shared(lib)).toEqual([]);
  expect(unnamed(lib)).toEqual([]);
  const writers = writersOf(lib);
  for (const table of ['queries', 'query_labels', 'label', 'queueitem'])
    expect([...writers.keys()]).toContain(table);
});

test.each([
  ['label', 'await tx.label.deleteMany({ where });'],
  ['queueitem', 'await tx.queueItem.delete({ where });'],
  ['label', 'await tx.label\n    .updateMany({ where });'],
  ['query_labels', "await queryLog.command('DELETE FROM query_labels WHERE true');"],
  ['queueitem', 'await tx.$executeRaw`DELETE FROM "QueueItem"`;'],
  ['query_labels', "await queryLog.insert('query_labels', rows);"],
])('a second writer of %s would be found: %s', (table, text) => {
  expect(shared([...lib, { path: 'lib/ingest/planted.ts', text }])).toEqual([
    expect.stringMatching(new RegExp(`^${table}: .*ingest`)),
  ]);
});

test('a table that is not named would be found', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is planted.
  const planted = { path: 'lib/ingest/planted.ts', text: 'command(`DELETE FROM ${table} WHERE true`)' };
  expect(unnamed([planted])).toEqual([planted.path]);
});

test('pages and routes write through domains only', () => {
  const found = sourceFiles('app').filter((file) => writesOf(file.text).length > 0);
  expect(found.map((file) => file.path)).toEqual([]);
});
