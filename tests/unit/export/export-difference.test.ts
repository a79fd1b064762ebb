import { expect, test } from 'vitest';
import { differenceWords } from '#lib/export/difference-words.ts';
import { exportDifference } from '#lib/export/export-difference.ts';
import { packRows, unpackRows } from '#lib/export/exported-rows.ts';
import type { Split } from '#lib/export/format.ts';
import { recipeHash } from '#lib/export/recipe-hash.ts';
import { recipeSchema } from '#lib/export/schema.ts';

const earlier = {
  exportId: 'e',
  at: new Date(0),
  rows: new Map<string, Split>([
    ['stays', 'train'],
    ['moves', 'train'],
    ['disputed now', 'train'],
    ['deleted', 'test'],
  ]),
};

test('says what came, what went and why, and what moved', () => {
  const rows = new Map<string, Split>([
    ['stays', 'train'],
    ['moves', 'test'],
    ['new', 'train'],
  ]);
  const difference = exportDifference(earlier, rows, (id) =>
    id === 'disputed now' ? 'disputed' : undefined,
  );
  expect(difference).toEqual({
    exportId: 'e',
    at: '1970-01-01T00:00:00.000Z',
    added: 1,
    removed: 2,
    moved: 1,
    reasons: { disputed: 1, gone: 1 },
  });
  expect(differenceWords(difference)).toBe(
    '+1 row, 1 now disputed, 1 now gone or no longer matching, 1 moved to a stricter side',
  );
  expect(differenceWords(exportDifference(earlier, earlier.rows, () => undefined))).toBe('the same rows');
});

test('the rows of an export are kept whatever their ids hold', () => {
  const rows = new Map<string, Split>([
    ['a\nb\t"\u2028', 'validation'],
    ['😀', 'train'],
  ]);
  expect(unpackRows(packRows(rows))).toEqual(rows);
  expect(unpackRows(packRows([])).size).toBe(0);
});

test('a recipe is the same in whatever order it is written', () => {
  const one = recipeSchema.parse({ format: 'trl-sft', filter: { model: ['a'], verdict: ['correct'] } });
  const other = recipeSchema.parse({
    filter: { verdict: 'correct', model: 'a' },
    seed: 0,
    format: 'trl-sft',
  });
  expect(recipeHash(other)).toBe(recipeHash(one));
  expect(recipeHash({ ...one, seed: 1 })).not.toBe(recipeHash(one));
});
