import { describe, expect, it } from 'vitest';
import type { AgreementView } from '#lib/labelling/agreement-schema.ts';
import { readAgreementParams } from '../../../app/(app)/[project]/agreement/agreement-params.ts';
import {
  alphaWords,
  cellTitle,
  findCell,
  kappaWords,
  shareWords,
} from '../../../app/(app)/[project]/agreement/agreement-words.ts';

const view = (part: Partial<AgreementView>): AgreementView => ({
  jointItems: 120,
  display: 'full',
  alpha: 0.7149,
  interval: { lower: 0.6, upper: 0.81 },
  percent: 0.9,
  specific: [],
  ...part,
});

describe('alpha', () => {
  it('stands with its interval and n', () => {
    expect(alphaWords(view({}))).toEqual({
      value: '0.71',
      isGrey: false,
      note: '95 % interval 0.60 to 0.81; 120 queries with two labels or more.',
    });
  });

  it('is grey and called uncertain below 100', () => {
    const words = alphaWords(view({ jointItems: 99, display: 'grey' }));
    expect(words).toMatchObject({ value: '0.71', isGrey: true });
    expect(words.note).toContain('Uncertain below 100');
  });

  it('is not shown below 30, nor where it is undefined', () => {
    expect(alphaWords(view({ jointItems: 29, display: 'table', interval: null }))).toMatchObject({
      value: undefined,
      note: 'Shown from 30 queries on; 29 queries with two labels or more.',
    });
    const undefinedAlpha = alphaWords(view({ alpha: null, interval: null }));
    expect(undefinedAlpha.value).toBeUndefined();
    expect(undefinedAlpha.note).toContain('all labels say the same');
  });

  it('below chance has a minus sign', () => {
    expect(alphaWords(view({ alpha: -0.127 })).value).toBe('−0.13');
  });
});

describe('kappa of a pair', () => {
  it('keeps to what a coefficient can be, and to its n', () => {
    const interval = { lower: 0.86, upper: 1.04 };
    expect(kappaWords({ kappa: 0.95, interval, items: 100 })).toEqual({
      value: '0.95 (0.86 to 1.00)',
      isGrey: false,
      note: 'n = 100',
    });
    expect(kappaWords({ kappa: 0.95, interval, items: 99 }).isGrey).toBe(true);
    expect(kappaWords({ kappa: 0.95, interval, items: 29 })).toMatchObject({
      value: undefined,
      note: 'n = 29',
    });
    expect(kappaWords(null)).toMatchObject({ value: undefined, note: '–' });
  });
});

it('a share is grey below 30 and left out below 10', () => {
  expect(shareWords(0.835, 30)).toEqual({ words: '84 %', isGrey: false });
  expect(shareWords(0.835, 29)).toEqual({ words: '84 %', isGrey: true });
  expect(shareWords(0.835, 9)).toBeUndefined();
  expect(shareWords(null, 50)).toBeUndefined();
});

describe('the address', () => {
  const cell = (count: number) => ({ count, queries: count, queryIds: [] });
  const confusion = {
    rated: 'verdict' as const,
    categories: ['correct', 'wrong'],
    cells: [
      [cell(4), cell(2)],
      [cell(0), cell(1)],
    ],
  };

  it('names a cell, or one that is not there', () => {
    expect(findCell(confusion, 'correct.wrong')).toMatchObject({ row: 'correct', column: 'wrong', count: 2 });
    expect(findCell(confusion, 'correct.sideways')).toBeUndefined();
    expect(findCell(confusion, undefined)).toBeUndefined();
  });

  it('calls a cell by what was said', () => {
    expect(cellTitle('verdict', 'correct', 'wrong')).toBe('Correct and wrong');
    expect(cellTitle('grades', 3, 3)).toBe('3 Answers it, both');
    expect(cellTitle('failure', 'missing_knowledge', 'unclear')).toBe('Missing knowledge and unclear');
  });

  it('leaves out what is not valid, and says so', () => {
    expect(readAgreementParams({ queue: 'a', rated: 'grades', cell: '0.3' }, ['a'])).toEqual({
      queue: 'a',
      rated: 'grades',
      cell: '0.3',
      notices: [],
    });
    const wrong = readAgreementParams({ queue: 'b', rated: ['notes', 'grades'] }, ['a']);
    expect(wrong).toMatchObject({ queue: undefined, rated: 'verdict', cell: undefined });
    expect(wrong.notices).toHaveLength(2);
    expect(readAgreementParams({ queue: '' }, []).notices).toEqual([]);
  });
});
