import { describe, expect, it } from 'vitest';
import { asksOf, isVerdictOnly } from '../../../../app/(app)/[project]/queues/_label/label-asks.ts';
import { suggestionOf } from '../../../../app/(app)/[project]/queues/_label/label-suggestion.ts';

const hit = {} as never;
const found = { retrieved: true, error: null, hits: [hit, hit] };
const open = { verdict: null, failure: null, nothingToFind: false, grades: {} } as const;
const keys = ['a', 'b'];

describe('a suggestion', () => {
  it('is missing knowledge where nothing was found, or nothing relevant', () => {
    expect(suggestionOf({ ...found, hits: [] }, open, [])).toMatchObject({ failure: 'missing_knowledge' });
    const irrelevant = { ...open, grades: { a: 0, b: 0 } } as const;
    expect(suggestionOf(found, irrelevant, keys)).toMatchObject({ failure: 'missing_knowledge' });
    expect(suggestionOf(found, { ...irrelevant, verdict: 'wrong' }, keys)).toBeDefined();
  });

  it('is not made from what nobody graded, or against what was said', () => {
    expect(suggestionOf(found, open, keys)).toBeUndefined();
    expect(suggestionOf(found, { ...open, grades: { a: 0 } }, keys)).toBeUndefined();
    expect(suggestionOf(found, { ...open, grades: { a: 0, b: 1 } }, keys)).toBeUndefined();
    const nothing = { ...found, hits: [] };
    expect(suggestionOf(nothing, { ...open, verdict: 'correct' }, [])).toBeUndefined();
    expect(suggestionOf(nothing, { ...open, failure: 'wrong_format' }, [])).toBeUndefined();
    expect(suggestionOf(nothing, { ...open, nothingToFind: true }, [])).toBeUndefined();
    expect(suggestionOf({ ...nothing, retrieved: false }, open, [])).toBeUndefined();
    const failed = { ...nothing, error: { stage: 'retrieval', type: '', message: '' } };
    expect(suggestionOf(failed, open, [])).toBeUndefined();
  });
});

describe('what a queue asks', () => {
  const queue = {
    asksGrades: false,
    asksIdealAnswer: false,
    asksNote: false,
    hidesMachine: true,
    suggests: false,
  };
  it('is the verdict alone where nothing else is', () => {
    expect(asksOf(queue)).toMatchObject({ hidesMachine: true, suggests: false });
    expect(isVerdictOnly(asksOf(queue))).toBe(true);
    expect(isVerdictOnly(asksOf({ ...queue, asksNote: true }))).toBe(false);
  });
});
