import { expect, test } from 'vitest';
import { domainOf, sourceFiles } from '../support/source-files.ts';

/** Tables that a domain inserts into or updates: Prisma models, query-log tables, and tables in raw SQL. */
function writesOf(text: string): string[] {
  const patterns = [
    /\.([a-z]\w+)\s*\.(?:create|createMany|createManyAndReturn|update|updateMany|upsert)\(/g,
    /\.insert\(\s*'(\w+)'/g,
    /INSERT INTO "?(\w+)"?/g,
    /UPDATE "(\w+)"/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase()),
  );
}

test('one table has one writing domain', () => {
  const writers = new Map<string, Set<string>>();
  for (const file of sourceFiles('lib')) {
    const domain = domainOf(file.path) ?? '';
    if (domain === 'platform') continue;
    for (const table of writesOf(file.text)) {
      const domains = writers.get(table) ?? new Set();
      writers.set(table, domains.add(domain));
    }
  }
  const shared = [...writers]
    .filter(([, domains]) => domains.size > 1)
    .map(([table, domains]) => `${table}: ${[...domains].join(', ')}`);
  expect(shared).toEqual([]);
  expect(writers.size).toBeGreaterThan(5);
});

test('pages and routes write through domains only', () => {
  const found = sourceFiles('app').filter((file) => writesOf(file.text).length > 0);
  expect(found.map((file) => file.path)).toEqual([]);
});
