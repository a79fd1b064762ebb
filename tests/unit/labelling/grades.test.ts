import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contradictsEvidence } from '#lib/labelling/contradiction.ts';
import { chunkGrades, gradeKeys } from '#lib/labelling/grade-keys.ts';

const hit = (id: string, chunk: string) => ({ id, chunk });
const graded = (chunk: string, grade: number, bulk = false) => ({ chunk, grade, bulk });

test('a hit is named by its id, or by its chunk where the id is shared by other text', () => {
  expect(gradeKeys([hit('a', '1'), hit('b', '2'), hit('a', '3')])).toEqual(['1', 'b', '3']);
  expect(gradeKeys([hit('a', '1'), hit('a', '1')])).toEqual(['a', 'a']);
});

test('an id grades all hits that have it, a chunk only its own', () => {
  const hits = [hit('a', '1'), hit('b', '2'), hit('a', '3')];
  expect(chunkGrades(hits, { a: 2, b: 0 }).grades).toEqual([graded('1', 2), graded('3', 2), graded('2', 0)]);
  expect(chunkGrades(hits, { 3: 1 }).grades).toEqual([graded('3', 1)]);
});

test('hits with the same text share the highest grade, and one set by hand wins over one in bulk', () => {
  const hits = [hit('a', '1'), hit('b', '1')];
  expect(chunkGrades(hits, { a: 0, b: 2 }).grades).toEqual([graded('1', 2)]);
  expect(chunkGrades(hits, { a: 0, b: 1 }, ['b']).grades).toEqual([graded('1', 0)]);
  expect(chunkGrades(hits, { a: 0, b: 0 }, ['a']).grades).toEqual([graded('1', 0)]);
});

test('keys that name no hit, and bulk keys without a grade, are unknown', () => {
  expect(chunkGrades([hit('a', '1')], { z: 1 }, ['a']).unknown).toEqual(['a', 'z']);
  expect(chunkGrades([hit('a', '1')], {}).grades).toEqual([]);
});

test('grading by the keys that a query offers grades each chunk once and nothing else', () => {
  const hits = fc.array(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), chunk: fc.constantFrom('1', '2', '3') }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(hits, fc.integer({ min: 0, max: 3 }), (list, grade) => {
      const { grades, unknown } = chunkGrades(
        list,
        Object.fromEntries(gradeKeys(list).map((key) => [key, grade])),
      );
      expect(unknown).toEqual([]);
      expect(new Set(grades.map(({ chunk }) => chunk))).toEqual(new Set(list.map(({ chunk }) => chunk)));
      expect(grades.length).toBe(new Set(list.map(({ chunk }) => chunk)).size);
      expect(grades.every((row) => row.grade === grade)).toBe(true);
    }),
  );
});

const nothing = {
  failure: undefined,
  detail: undefined,
  nothingToFind: undefined,
  missingDocument: undefined,
};
test.each([
  [{ failure: 'missing_knowledge' as const }, [0, 3], true],
  [{ failure: 'missing_knowledge' as const }, [0, 2], false],
  [{ failure: 'weak_reasoning' as const }, [3], false],
  [{ nothingToFind: true }, [2], true],
  [{ nothingToFind: true }, [1], false],
  [{ nothingToFind: true, missingDocument: { chunk: 'c' } }, [], true],
  [{ detail: 'not_in_corpus', missingDocument: { chunk: 'c' } }, [], true],
  [{}, [], false],
])('%j beside the grades %j contradicts: %s', (label, grades, expected) => {
  expect(contradictsEvidence({ ...nothing, ...label }, grades)).toBe(expected);
});
