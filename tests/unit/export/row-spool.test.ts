import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RowSpool } from '#lib/export/row-spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-spool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textsOf = (spool: RowSpool, path: string) =>
  Array.from(spool.rowsOf(path), (row) => Buffer.from(row).toString('utf8'));

test('rows come back by rank, those of one query in their order, file by file', async () => {
  const spool = await RowSpool.create(join(folder, 'order'));
  await spool.append([
    { rank: 2, path: 'b', text: 'two b' },
    { rank: 2, path: 'a', text: 'two a1' },
    { rank: 2, path: 'a', text: 'two a2' },
  ]);
  await spool.append([{ rank: 0, path: 'a', text: 'zero\u2028😀' }]);
  await spool.append([]);
  await spool.append([{ rank: 1, path: 'a', text: '' }]);
  expect([...spool.settle()]).toEqual([0, 1, 2]);
  expect(textsOf(spool, 'a')).toEqual(['zero\u2028😀', '', 'two a1', 'two a2']);
  expect(textsOf(spool, 'b')).toEqual(['two b']);
  expect(spool.filledPaths().sort()).toEqual(['a', 'b']);
  await spool.remove();
  await spool.remove();
});

test('of rows with one key a file takes the first by rank, whenever it came', async () => {
  const spool = await RowSpool.create(join(folder, 'keys'));
  await spool.append([
    { rank: 3, path: 'a', text: 'late', onceKey: 'k' },
    { rank: 3, path: 'b', text: 'other file', onceKey: 'k' },
    { rank: 4, path: 'a', text: 'later', onceKey: 'k' },
  ]);
  await spool.append([{ rank: 1, path: 'a', text: 'first', onceKey: 'k' }]);
  const ranks = spool.settle();
  expect(textsOf(spool, 'a')).toEqual(['first']);
  expect(textsOf(spool, 'b')).toEqual(['other file']);
  expect([...ranks], 'rank 4 has no row left').toEqual([1, 3]);
  await spool.remove();
});

test('rows larger than what is read at once, and very many, come back whole', async () => {
  const spool = await RowSpool.create(join(folder, 'large'));
  const rows = Array.from({ length: 3000 }, (_, i) => ({
    rank: (i * 7919) % 3000,
    path: 'a',
    text: `${(i * 7919) % 3000}:${'x'.repeat(i === 5 ? 3 * 2 ** 20 : i % 900)}`,
  }));
  for (let from = 0; from < rows.length; from += 100) await spool.append(rows.slice(from, from + 100));
  spool.settle();
  const expected = rows.toSorted((a, b) => a.rank - b.rank).map(({ text }) => text);
  expect(textsOf(spool, 'a').join() === expected.join()).toBe(true);
  await spool.remove();
});

test('nothing comes back of nothing', async () => {
  const spool = await RowSpool.create(join(folder, 'empty'));
  expect(spool.settle().size).toBe(0);
  expect(textsOf(spool, 'a')).toEqual([]);
  await spool.remove();
});
