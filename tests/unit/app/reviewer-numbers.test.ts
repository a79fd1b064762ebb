import { expect, it } from 'vitest';
import type { ReviewerView } from '#lib/labelling/agreement-schema.ts';
import { rateOfCounts } from '#lib/statistics/rate.ts';
import { formatCoefficient, rateWords } from '../../../app/_components/rate-words.ts';
import { numbersOf } from '../../../app/(app)/[project]/reviewers/reviewer-numbers.ts';

const reviewer: ReviewerView = {
  personId: 'p',
  name: 'Ada',
  labels: 50,
  timedLabels: 20,
  activeSeconds: 1200,
  medianActiveSeconds: 55,
  joint: 40,
  agreeing: 30,
  skipped: 2,
  gold: 9,
  goldAgreeing: 9,
};

it('pace counts only labels with a time, and none below ten', () => {
  expect(numbersOf(reviewer).pacePerHour).toBe(60);
  expect(numbersOf({ ...reviewer, timedLabels: 9 }).pacePerHour).toBeNull();
  expect(numbersOf({ ...reviewer, activeSeconds: 0 }).pacePerHour).toBeNull();
});

it('shares stand with Wilson’s interval; below ten there are counts only', () => {
  const { agreement, gold } = numbersOf(reviewer);
  // Wilson's score interval of 30 in 40, by hand: 0.5981 to 0.8582.
  expect(rateWords(agreement)).toBe('75 % (60 to 86)');
  expect(agreement.display).toBe('full');
  expect(rateWords(gold)).toBeUndefined();
  expect(gold).toMatchObject({ positives: 9, n: 9, display: 'counts' });
  expect(rateWords(rateOfCounts(0, 0))).toBeUndefined();
});

it('a coefficient that rounds to nothing has no sign', () => {
  expect(formatCoefficient(0.005)).toBe('0.01');
  expect(formatCoefficient(-0.001)).toBe('0.00');
});
