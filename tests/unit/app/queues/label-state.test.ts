import { describe, expect, it } from 'vitest';
import { type LabellingView, labelInputSchema } from '#lib/labelling/schema.ts';
import {
  askedNext,
  contradiction,
  type LabelState,
  startLabel,
  toDraft,
  toLabel,
  whatIsMissing,
  withFailure,
  withGrade,
  withRestIrrelevant,
} from '../../../../app/(app)/[project]/queues/_label/label-state.ts';

const view: LabellingView = {
  own: null,
  prefilled: { a: 2 },
  gradeKeys: ['a', 'b', 'c'],
  guidelines: { version: 1, text: '' },
};
const start = startLabel(view, null);
const given = (part: Partial<LabelState>): LabelState => ({ ...start, ...part });

describe('a label on the screen', () => {
  it('starts from the draft, else from grades given before', () => {
    expect(start.grades).toEqual({ a: 2 });
    expect(startLabel(view, { grades: { b: 3 }, verdict: 'wrong' })).toMatchObject({
      grades: { b: 3 },
      verdict: 'wrong',
    });
    expect(startLabel(view, { verdict: 'nonsense', note: 7 })).toMatchObject({ verdict: null, note: '' });
  });

  it('comes back from its draft as it was', () => {
    const state = given({ verdict: 'partly', failure: 'weak_reasoning', note: 'n', bulkGrades: ['a'] });
    expect(startLabel(view, toDraft(state))).toEqual(state);
  });

  it('says what is missing, in the order in which it is asked', () => {
    expect(whatIsMissing(start)?.section).toBe('verdict');
    expect(whatIsMissing(given({ verdict: 'correct' }))).toBeUndefined();
    expect(whatIsMissing(given({ verdict: 'partly' }))?.section).toBe('failure');
    const missing = given({ verdict: 'wrong', failure: 'missing_knowledge' });
    expect(whatIsMissing(missing)?.section).toBe('documents');
    expect(whatIsMissing({ ...missing, inDocuments: 'unknown' })).toBeUndefined();
  });

  it('tells what is asked next, so that it can be brought into sight', () => {
    expect(askedNext(given({ verdict: 'partly' }))).toBe('failure');
    expect(askedNext(given({ verdict: 'wrong', failure: 'missing_knowledge' }))).toBe('documents');
    expect(askedNext(given({ failure: 'missing_knowledge' }))).toBe('documents');
    expect(askedNext(given({ failure: 'wrong_format' }))).toBe('verdict');
    const answered = given({ verdict: 'wrong', failure: 'missing_knowledge', inDocuments: 'no' });
    expect(askedNext(answered)).toBe('detail');
    expect(askedNext(given({ verdict: 'wrong', failure: 'wrong_format' }))).toBe('detail');
    for (const verdict of ['correct', 'cannot_tell'] as const)
      expect(askedNext({ ...answered, verdict })).toBeUndefined();
  });

  it('grades the rest 0 in bulk, and takes only that away again', () => {
    const bulk = withRestIrrelevant(start, view.gradeKeys);
    expect(bulk.grades).toEqual({ a: 2, b: 0, c: 0 });
    expect(bulk.bulkGrades).toEqual(['b', 'c']);
    const corrected = withGrade(bulk, 'b', 1);
    expect(corrected.bulkGrades).toEqual(['c']);
    expect(withRestIrrelevant(corrected, view.gradeKeys).grades).toEqual({ a: 2, b: 1 });
  });

  it('leaves out of the label what does not go with the verdict', () => {
    const failed = given({
      verdict: 'wrong',
      failure: 'missing_knowledge',
      inDocuments: 'no',
      idealAnswer: 'x',
    });
    expect(labelInputSchema.parse(toLabel(failed, 'logged'))).toMatchObject({
      failure: 'missing_knowledge',
      detail: 'not_in_corpus',
      idealAnswer: 'x',
    });
    const mended = labelInputSchema.parse(toLabel({ ...failed, verdict: 'correct' }, 'x'));
    expect(mended).toMatchObject({ verdict: 'correct', failure: undefined, inDocuments: undefined });
    expect(mended.idealAnswer).toBeUndefined();
  });

  it('forgets what belonged to another failure', () => {
    const state = given({
      failure: 'missing_knowledge',
      inDocuments: 'no',
      secondaryFailure: 'wrong_format',
    });
    expect(withFailure(state, 'wrong_format')).toMatchObject({
      failure: 'wrong_format',
      inDocuments: null,
      secondaryFailure: null,
    });
  });

  it('names a contradiction and allows it', () => {
    const state = given({
      verdict: 'wrong',
      failure: 'missing_knowledge',
      inDocuments: 'no',
      grades: { a: 3 },
    });
    expect(contradiction(state)).toContain('graded a hit 3');
    expect(whatIsMissing(state)).toBeUndefined();
    expect(contradiction({ ...state, grades: { a: 2 } })).toBeUndefined();
    expect(contradiction(given({ verdict: 'correct', nothingToFind: true, grades: { a: 2 } }))).toContain(
      'nothing to find',
    );
  });
});
