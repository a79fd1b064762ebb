import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hitActions } from '../../../../app/(app)/[project]/queues/_label/hit-actions.ts';
import { itemActions } from '../../../../app/(app)/[project]/queues/_label/item-actions.ts';
import { DOCUMENTS_MODE, SKIP_MODE } from '../../../../app/(app)/[project]/queues/_label/label-keys.ts';
import { verdictActions } from '../../../../app/(app)/[project]/queues/_label/verdict-actions.ts';
import { stubForm } from './stub-form.ts';

const VERDICT_ONLY = { grades: false, idealAnswer: false, note: false };

// What scrolls a question into sight waits for a frame, and here is no page.
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a grade', () => {
  it('by key goes to the hit of the moment and on to the next, and stays at the last', () => {
    const form = stubForm({ focused: 1 });
    hitActions(form)['grade-2']();
    expect(form).toMatchObject({ state: { grades: { 'hit 2': 2 } }, focused: 2 });
    hitActions(form)['grade-0']();
    expect(form).toMatchObject({ state: { grades: { 'hit 2': 2, 'hit 3': 0 } }, focused: 2 });
    expect(form.said.at(-1)).toContain('last of 3');
  });

  it('by a button goes to that hit and leaves the others where they are', () => {
    const form = stubForm();
    hitActions(form)['grade-3'](2);
    expect(form).toMatchObject({ state: { grades: { 'hit 3': 3 } }, focused: 0 });
  });

  it.each([DOCUMENTS_MODE, SKIP_MODE] as const)('is not given by a slip while %s is asked', (mode) => {
    const form = stubForm({ mode });
    hitActions(form)['grade-1']();
    expect(form.state.grades).toEqual({});
    expect(form.said).toHaveLength(1);
  });

  it('is refused in words where the queue asks for none, or there is no hit', () => {
    const none = stubForm({ asks: { grades: false } });
    hitActions(none)['grade-1']();
    hitActions(none)['rest-irrelevant']();
    const empty = stubForm({ hits: 0 });
    hitActions(empty)['grade-1']();
    hitActions(empty)['next-hit']();
    expect([none.state.grades, empty.state.grades]).toEqual([{}, {}]);
    expect([...none.said, ...empty.said]).toEqual([
      'This queue asks for no grades.',
      'This queue asks for no grades.',
      'There is no hit to grade.',
      'There are no hits.',
    ]);
  });

  it('of the rest is 0, and is taken away by the same key', () => {
    const form = stubForm({ state: { grades: { 'hit 1': 3 } } });
    hitActions(form)['rest-irrelevant']();
    expect(form.state.grades).toEqual({ 'hit 1': 3, 'hit 2': 0, 'hit 3': 0 });
    hitActions(form)['rest-irrelevant']();
    expect(form.state.grades).toEqual({ 'hit 1': 3 });
  });
});

describe('a verdict', () => {
  it('is sent at once where nothing else is asked, and a failure as soon as it is whole', () => {
    const form = stubForm({ asks: VERDICT_ONLY });
    verdictActions(form)['verdict-correct']();
    expect(form.sent).toMatchObject([{ verdict: 'correct' }]);
    verdictActions(form)['verdict-wrong']();
    verdictActions(form)['failure-missing_knowledge']();
    expect(form.sent).toHaveLength(1);
    expect(form.mode).toBe(DOCUMENTS_MODE);
    verdictActions(form)['documents-yes_broken']();
    expect(form.sent[1]).toMatchObject({
      verdict: 'wrong',
      failure: 'missing_knowledge',
      inDocuments: 'yes_broken',
    });
  });

  it('waits for Enter where more is asked', () => {
    const form = stubForm();
    verdictActions(form)['verdict-correct']();
    expect(form.sent).toEqual([]);
    itemActions(form, {}).submit();
    expect(form.sent).toHaveLength(1);
  });

  it('of a right answer takes no failure', () => {
    const form = stubForm({ state: { verdict: 'correct' } });
    verdictActions(form)['failure-wrong_format']();
    expect(form.state.failure).toBeNull();
    expect(form.said).toEqual(['A failure goes with partly or wrong only.']);
  });
});

describe('leaving an item', () => {
  it('is refused while something lacks, which is named and asked for', () => {
    const form = stubForm({ state: { verdict: 'wrong', failure: 'missing_knowledge' } });
    itemActions(form, {}).submit();
    expect(form).toMatchObject({ sent: [], missing: 'documents', mode: DOCUMENTS_MODE });
    expect(form.said).toEqual(['Say whether it is in the documents.']);
  });

  it('asks why it is skipped, and skips without a reason the second time', () => {
    const form = stubForm();
    const onSkip = vi.fn();
    itemActions(form, { onSkip }).skip();
    expect(form.mode).toBe(SKIP_MODE);
    expect(onSkip).not.toHaveBeenCalled();
    itemActions(form, { onSkip }).skip();
    itemActions(form, { onSkip })['skip-access']();
    expect(onSkip.mock.calls).toEqual([[undefined], ['I lack access to what it needs']]);
  });
});
