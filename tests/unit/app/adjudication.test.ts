import { describe, expect, it } from 'vitest';
import type { Vote } from '#lib/labelling/adjudication-schema.ts';
import { matchBinding } from '../../../app/_components/key-bindings.ts';
import { TAKE_MODE, takeKeys } from '../../../app/(app)/[project]/adjudicate/[id]/take-keys.ts';
import { draftOfVote } from '../../../app/(app)/[project]/adjudicate/[id]/taken-draft.ts';
import { voteRows } from '../../../app/(app)/[project]/adjudicate/[id]/vote-rows.ts';
import {
  decidedBefore,
  disputePath,
  placeOf,
} from '../../../app/(app)/[project]/adjudicate/dispute-words.ts';
import { LABEL_KEYS } from '../../../app/(app)/[project]/queues/_label/label-keys.ts';
import { startLabel, toLabel } from '../../../app/(app)/[project]/queues/_label/label-state.ts';

const vote = (letter: string, part: Partial<Vote> = {}): Vote => ({
  letter,
  verdict: 'correct',
  failure: null,
  secondaryFailure: null,
  detail: null,
  inDocuments: null,
  nothingToFind: null,
  idealAnswer: null,
  missingDocument: null,
  grades: {},
  note: null,
  flag: null,
  ...part,
});

describe('what is next', () => {
  const disputes = { items: [{ queryId: 'a' }, { queryId: 'b' }, { queryId: 'c' }], total: 12 };

  it('goes on from where one is, and back to those left for later', () => {
    expect(placeOf('a', disputes, 0)).toEqual({ next: 'b', progress: '1 of 12' });
    expect(placeOf('c', disputes, 2)).toEqual({ next: 'a', progress: '3 of 14' });
    expect(placeOf('a', { items: [{ queryId: 'a' }], total: 1 }, 11)).toEqual({
      next: undefined,
      progress: '12 of 12',
    });
  });

  it('has no place for a query on which nobody has to decide', () => {
    expect(placeOf('z', disputes, 0)).toEqual({ next: 'a', progress: undefined });
  });

  it('counts in the address, whatever stands there', () => {
    expect(disputePath('p', 'a/b', 0)).toBe('/p/adjudicate/a%2Fb');
    expect(disputePath('p', undefined, 3)).toBe('/p/adjudicate?decided=3');
    expect([undefined, '', 'x', '-1', '3', ['4', '5']].map(decidedBefore)).toEqual([0, 0, 0, 0, 3, 4]);
  });
});

describe('labels side by side', () => {
  const hits = [
    { rank: 1, id: 'h1', title: '' },
    { rank: 2, id: 'h2', title: '' },
    { rank: 3, id: 'h3', title: '' },
  ];
  const keys = ['h1', 'h2', 'h3'];

  it('marks what differs: a grade by two or more, and not what somebody left ungraded', () => {
    const votes = [
      vote('A', { grades: { h1: 0, h2: 1 } }),
      vote('B', { verdict: 'wrong', failure: 'unclear', grades: { h1: 2, h2: 2 }, note: 'why' }),
    ];
    expect(voteRows(votes, hits, keys).map(({ key, said, differs }) => [key, said, differs])).toEqual([
      ['verdict', ['Correct', 'Wrong'], true],
      ['failure', [null, 'Unclear'], true],
      ['hit-1', ['0 irrelevant', '2 relevant'], true],
      ['hit-2', ['1 related', '2 relevant'], false],
      ['note', [null, 'why'], false],
    ]);
    const one = [vote('A', { grades: { h3: 3 } }), vote('B')];
    expect(voteRows(one, hits, keys).find(({ key }) => key === 'hit-3')).toMatchObject({
      said: ['3 answers it', null],
      differs: false,
    });
  });
});

describe('taking a label', () => {
  it('fills the form with what it said, but for note and flag', () => {
    const said = {
      verdict: 'wrong',
      failure: 'missing_knowledge',
      inDocuments: 'no',
      detail: 'not_in_corpus',
      nothingToFind: true,
      idealAnswer: 'Better.',
      grades: { h1: 0 as const },
    };
    const draft = draftOfVote(vote('A', { ...said, note: 'theirs', flag: 'theirs' }));
    const view = { own: null, prefilled: {}, gradeKeys: ['h1'], guidelines: { version: 1, text: '' } };
    expect(toLabel(startLabel(view, draft), 'Logged.')).toMatchObject({ ...said, note: null, flag: null });
  });

  it('has a letter for each reviewer while one is chosen, and gives them back after that', () => {
    const keys = takeKeys(['A', 'B', 'C']);
    const press = (key: string, mode: string | undefined) =>
      matchBinding(
        keys,
        { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
        { target: 'page', mode, singleKeys: true },
      )?.action;
    expect(['a', 'b', 'c', 'd', 't'].map((key) => press(key, TAKE_MODE))).toEqual([
      'take-0',
      'take-1',
      'take-2',
      undefined,
      'take-again',
    ]);
    expect(['a', 'b', 'c'].map((key) => press(key, undefined))).toEqual([undefined, undefined, undefined]);
    expect(LABEL_KEYS.some((binding) => binding.keys.includes('t'))).toBe(false);
    expect(takeKeys([...'ABCDEFGHIJ'])).toHaveLength(7);
  });
});
