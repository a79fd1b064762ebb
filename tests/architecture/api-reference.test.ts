import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, sourceFiles } from '../support/source-files.ts';

const listed = readFileSync(join(ROOT, 'app/api/v1/openapi.json/route.ts'), 'utf8');
const routes = sourceFiles('app/api/v1').filter(
  (file) => file.path.endsWith('/route.ts') && !file.path.includes('openapi.json'),
);

test('every API route stands in the API reference under its own path', () => {
  const missing = routes
    .map(
      (file) =>
        `/${file.path
          .replace(/^app\//, '')
          .replace(/\/route\.ts$/, '')
          .replaceAll('[', '{')
          .replaceAll(']', '}')}`,
    )
    .filter((path) => !listed.includes(`'${path}'`));
  expect(missing).toEqual([]);
  expect(routes.length).toBeGreaterThan(20);
});

test('every API route is defined with its permission', () => {
  const bare = routes.filter(
    (file) =>
      /export (async )?function (GET|POST|PUT|PATCH|DELETE)/.test(file.text) ||
      !file.text.includes('defineRoute('),
  );
  expect(bare.map((file) => file.path)).toEqual([]);
});

test('every page asks who is there before anything else', () => {
  const pages = sourceFiles('app/(app)').filter((file) => file.path.endsWith('/page.tsx'));
  expect(
    pages.filter((file) => !/\b(pageContext|accountPageUser)\(/.test(file.text)).map((file) => file.path),
  ).toEqual([]);
  expect(pages.length).toBeGreaterThan(8);
});
