import { describe, expect, it } from 'vitest';
import { asksOf, isVerdictOnly } from '../../../../app/(app)/[project]/queues/_label/label-asks.ts';
import { suggestionOf } from '../../../../app/(app)/[project]/queues/_label/label-suggestion.ts';

const hit = {} as never;
const found = { retrieved: true, error: null, hits: [hit, hit], formatOk: true, formatReason: '' };
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

describe('the suggestion of a wrong format', () => {
  const broken = { ...found, formatOk: false, formatReason: 'Ticket form@3: /id: must be integer: no' };
  it('names the rule that did not hold, and why', () => {
    expect(suggestionOf(broken, { ...open, verdict: 'wrong' }, keys)).toEqual({
      failure: 'wrong_format',
      because: 'the rule “Ticket form” does not hold: “/id: must be integer: no”',
    });
    expect(suggestionOf({ ...broken, formatReason: 'odd' }, open, keys)?.because).toBe(
      'a format rule does not hold',
    );
  });

  it('comes after missing knowledge, and not where none was asked, or against what was said', () => {
    const irrelevant = { ...open, grades: { a: 0, b: 0 } } as const;
    expect(suggestionOf(broken, irrelevant, keys)?.failure).toBe('missing_knowledge');
    expect(suggestionOf({ ...broken, formatOk: null }, open, keys)).toBeUndefined();
    expect(suggestionOf(broken, { ...open, verdict: 'correct' }, keys)).toBeUndefined();
    expect(suggestionOf(broken, { ...open, failure: 'weak_reasoning' }, keys)).toBeUndefined();
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
