import { expect, test } from 'vitest';
import type { Comparison } from '#lib/quality/compare-schema.ts';
import { CELLS } from '#lib/query-log/filter.ts';
import { filterWords } from '../../../app/(app)/[project]/_components/filter-words.ts';
import { haveOwnPeriods, readComparison } from '../../../app/(app)/[project]/compare/compare-address.ts';
import { moreWords } from '../../../app/(app)/[project]/compare/compare-words.ts';

test('with a side that is no filter nothing is compared, and each such side is named', () => {
  const notices: string[] = [];
  expect(readComparison({ a: 'foo=bar', b: 'x' }, notices).sides).toBeNull();
  expect(notices.map((notice) => notice.slice(0, 24))).toEqual([
    'Side A could not be read',
    'Side B could not be read',
  ]);
  expect(readComparison({ a: 'model=m', b: 'x=' }, []).sides).toBeNull();
  expect(readComparison({ a: 'model=m', b: 'model=' }, []).sides).toEqual({ a: { model: ['m'] }, b: {} });
  expect(readComparison({ a: 'model=m' }, []).sides).toEqual({ a: { model: ['m'] }, b: {} });
});

test('the range of the page says nothing only where both sides have both ends', () => {
  const period = { from: '2026-11-17T00:00:00Z', to: '2026-11-18T00:00:00Z' };
  expect(haveOwnPeriods({ a: period, b: { ...period, indexVersion: ['v8'] } })).toBe(true);
  expect(haveOwnPeriods({ a: period, b: { from: period.from } })).toBe(false);
});

test('what is different already needs nothing to be called so', () => {
  const words = (different: boolean, a: number, b: number) => {
    const more = { a, b, badgeA: 2303, badgeB: 2277 };
    return moreWords(
      { labelled: true, more, paired: null, difference: { different } } as Comparison['metrics'][number],
      5,
    );
  };
  expect(words(false, 1103, 9)).toBe(
    'To see 5 points: 1,103 more labels on A, 9 on B; to be called different: 2,303 and 2,277.',
  );
  expect(words(true, 1103, 9)).toBe('To see 5 points: 1,103 more labels on A, 9 on B.');
  expect(words(true, 0, 0)).toBe('Enough to see 5 points.');
});

test('a state of retrieval beside every state of the answer is named once', () => {
  const cell = CELLS.filter((one) => one.startsWith('good-') || one === 'bad-none');
  expect(filterWords({ cell: [...cell] }, 'UTC')).toBe(
    'All time; Retrieval and answer: Retrieval good or Retrieval bad, answer not judged',
  );
});
