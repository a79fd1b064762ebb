import { expect, test } from 'vitest';
import { returnPath } from '#lib/auth/return-path.ts';

const ORIGIN = 'https://faultline.example.org';

test.each([
  '//x',
  '///x',
  '/\\x',
  '\\\\x',
  '/\t/x',
  '/\n/x',
  '/\r\n/x',
  '\t//x',
  decodeURIComponent('/%09/x'),
  decodeURIComponent('/%0d/x'),
  decodeURIComponent('/%5cx'),
  'https:x',
  'https://x',
  'http:/x',
  'HTTPS://x',
  'https://faultline.example.org@x',
  'https://faultline.example.org.x/',
  '@x',
  '/@x',
  '.x',
  'x',
  '',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,x',
  'blob:x',
  '/.//x',
  '/..//x',
  '/./\\x',
  '/a/../..//x',
  '/%2e%2e//x',
  '/ /x',
  '/\u00a0/x',
  '/\u0000/x',
  '\u0000//x',
  '/%09/x',
  '/%2f%2fx',
  `/${'a'.repeat(3_000)}`,
])('%j lands on our origin', (wanted) => {
  const landed = new URL(returnPath(wanted), `${ORIGIN}/sign-in`);
  expect(landed.origin).toBe(ORIGIN);
  expect(landed.pathname.startsWith('//')).toBe(false);
});

test.each([undefined, null, 5, ['//x'], {}])('%j is no path', (wanted) => {
  expect(returnPath(wanted)).toBe('/');
});

test('paths of this server stay as they are', () => {
  for (const path of ['/', '/default/queries?q=a&range=7d', '/invite/abc#top'])
    expect(returnPath(path)).toBe(path);
});

test('taking any path that begins with a slash would leave our origin', () => {
  expect(new URL('//x', ORIGIN).origin).not.toBe(ORIGIN);
  expect(new URL('/\t/x', ORIGIN).origin).not.toBe(ORIGIN);
  expect(new URL('/\\x', ORIGIN).origin).not.toBe(ORIGIN);
});
