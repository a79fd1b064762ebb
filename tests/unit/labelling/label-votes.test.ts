import { expect, test } from 'vitest';
import { labelVotes, secondLabelRate, voteOf } from '#lib/labelling/label-votes.ts';
import type { LabelVote } from '#lib/labelling/resolved-label.ts';

const vote = (verdict: string, failure: string | null = null): LabelVote => ({
  id: 'l',
  verdict,
  failure,
  secondaryFailure: null,
  detail: null,
  nothingToFind: null,
  idealAnswer: null,
  gradingProtocol: 'free',
});

test('each label counts by its kind of failure, else by its verdict', () => {
  expect(voteOf(vote('partly', 'wrong_format'))).toBe('wrong_format');
  expect(voteOf(vote('wrong'))).toBe('unclear');
  const labels = [vote('wrong', 'wrong_format'), vote('correct'), vote('partly', 'wrong_format')];
  expect(Object.entries(labelVotes(labels))).toEqual([
    ['correct', 1],
    ['wrong_format', 2],
  ]);
});

test('an adjudicated label stands alone', () => {
  expect(labelVotes([vote('correct'), vote('wrong')], vote('cannot_tell'))).toEqual({ cannot_tell: 1 });
});

test('the probability of a second label follows from the first and the queue', () => {
  const queue = { reviewers: 1, secondFailures: true, secondRate: 0.15 };
  expect(secondLabelRate(vote('wrong'), queue)).toBe(1);
  expect(secondLabelRate(vote('correct'), queue)).toBe(0.15);
  expect(secondLabelRate(vote('wrong'), { ...queue, secondFailures: false })).toBe(0.15);
  expect(secondLabelRate(vote('correct'), { ...queue, reviewers: 2 })).toBe(1);
});
