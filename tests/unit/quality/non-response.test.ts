import { describe, expect, it } from 'vitest';
import { failureRates, type LabelledAnswer } from '#lib/quality/failure-rates.ts';
import { makeUpForNonResponse, type UnlabelledQuery } from '#lib/quality/non-response.ts';

const NO_DIMENSIONS = {
  model: '',
  promptVersion: '',
  retriever: '',
  indexVersion: '',
  environment: '',
  release: '',
};

interface Group {
  class: string;
  pi: number;
  failed?: number;
  correct?: number;
  pending?: number;
  skipped?: number;
  removed?: number;
  cannotTell?: number;
}

/** What the rates say of these groups of drawn queries, all of one week, each in a session of its own. */
function ratesOf(...groups: Group[]) {
  const answers = new Map<string, LabelledAnswer>();
  const classes = new Map<string, string>();
  const unlabelled: UnlabelledQuery[] = [];
  for (const group of groups) {
    const label = (count: number, vote: string, verdict: string) => {
      for (let i = 0; i < count; i += 1) {
        const id = `${answers.size}`;
        classes.set(id, group.class);
        answers.set(id, {
          question: id,
          parts: new Map([[vote, 1]]),
          pi: group.pi,
          weight: 1 / group.pi,
          week: 2900,
          dimensions: NO_DIMENSIONS,
          cluster: id,
          verdict,
          labelCount: 1,
          firstVote: vote,
          secondRate: null,
        });
      }
    };
    label(group.failed ?? 0, 'wrong_format', 'wrong');
    label(group.correct ?? 0, 'correct', 'correct');
    label(group.cannotTell ?? 0, 'cannot_tell', 'cannot_tell');
    const missing = (skipped: boolean, removed = false) => ({
      class: group.class,
      pi: group.pi,
      week: 2900,
      skipped,
      removed,
    });
    unlabelled.push(...Array.from({ length: group.pending ?? 0 }, () => missing(false)));
    unlabelled.push(...Array.from({ length: group.skipped ?? 0 }, () => missing(true)));
    unlabelled.push(...Array.from({ length: group.removed ?? 0 }, () => missing(false, true)));
  }
  const found = makeUpForNonResponse(answers, classes, unlabelled);
  return failureRates([...found.answers.values()], found.nonResponse);
}

describe('drawn queries without a label', () => {
  it('are made up for by labels of their class: 60 % and 10 % fail, half and a tenth are reached', () => {
    const [first, rest] = [
      { class: 'first', pi: 1, failed: 30, correct: 20, pending: 50 },
      { class: 'rest', pi: 0.1, failed: 1, correct: 9, pending: 90 },
    ];
    const { rate, raw, nonResponse } = ratesOf(first, rest);
    // 100 queries at 60 % and 1000 at 10 %, as if all had been labelled.
    expect(rate.value).toBeCloseTo(160 / 1100, 12);
    expect(raw.value).toBeCloseTo(31 / 60, 12);
    expect(nonResponse).toMatchObject({ pending: 140, skipped: 0, skippedShare: 0 });
    expect(nonResponse.text).toContain('140 not labelled yet');
    // The control: the weights of sampling alone take the unequal reach for a difference of the traffic.
    const control = ratesOf({ ...first, pending: 0 }, { ...rest, pending: 0 });
    expect(control.rate.value).toBeCloseTo(40 / 150, 12);
    expect(control.nonResponse.text).toBeNull();
  });

  it('leave no rate where a class has none and stands for much, but its counts and the raw rate', () => {
    const { rate, raw, good, mix, nonResponse } = ratesOf(
      { class: 'first', pi: 1, failed: 30, correct: 20 },
      { class: 'rest of traffic', pi: 0.1, pending: 8 },
    );
    expect(rate).toMatchObject({ value: null, positives: 30, n: 50, display: 'counts' });
    expect(good).toMatchObject({ value: null, positives: 20, n: 50 });
    expect(mix.every(({ share }) => share.value === null)).toBe(true);
    expect(raw.value).toBeCloseTo(0.6, 12);
    expect(nonResponse.unlabelledClasses).toEqual(['rest of traffic']);
    expect(nonResponse.text).toContain('No label yet from rest of traffic');
  });

  it('of a class that stands for 5 % at most do not hold the rate up', () => {
    const { rate } = ratesOf(
      { class: 'first', pi: 1, failed: 30, correct: 70 },
      { class: 'other', pi: 1, pending: 5 },
    );
    expect(rate.value).toBeCloseTo(0.3, 12);
  });

  it('that were skipped widen the rate to its bounds above 5 % of the weight, with "cannot tell"', () => {
    const few = { class: 'all', pi: 0.5, failed: 20, correct: 75, cannotTell: 3, skipped: 1 };
    expect(ratesOf(few).bounds).toBeNull();
    const { bounds, rate, nonResponse } = ratesOf({ ...few, skipped: 25 });
    const skipped = 25 / 123;
    expect(nonResponse.skippedShare).toBeCloseTo(skipped, 12);
    expect(nonResponse.lostShare).toBeCloseTo(28 / 123, 12);
    expect(rate.value).toBeCloseTo(20 / 95, 12);
    // All of the lost had failed: (20 + 28) of 123, and its Wilson limit above.
    expect(bounds?.upper).toBeGreaterThan(48 / 123);
    expect(bounds?.lower).toBeLessThan(20 / 123);
  });

  it('that were taken out as not real count in no rate, and their share of the weight is told', () => {
    const drawn = { class: 'all', pi: 0.5, failed: 20, correct: 80 };
    const other = { class: 'other', pi: 0.1, failed: 5, correct: 5 };
    const [whole, without] = [ratesOf(drawn, other), ratesOf({ ...drawn, removed: 10 }, other)];
    expect(without.rate).toEqual(whole.rate);
    expect(without.nonResponse).toMatchObject({ pending: 0, skipped: 0, removed: 10 });
    expect(without.nonResponse.removedShare).toBeCloseTo(20 / (200 + 100 + 20), 12);
    expect(without.nonResponse.text).toContain('10 drawn queries as not real, 6.3 % of the weight');
  });

  it('do not touch labels that were not drawn', () => {
    const answer = { pi: null, weight: 1, week: 2900 } as LabelledAnswer;
    const unlabelled = [{ class: 'all', pi: 0.1, week: 2900, skipped: false, removed: false }];
    const { answers, nonResponse } = makeUpForNonResponse(new Map([['a', answer]]), new Map(), []);
    expect(answers.get('a')).toEqual(answer);
    expect(nonResponse).toMatchObject({ pending: 0, unlabelledClasses: [] });
    expect(
      makeUpForNonResponse(new Map([['a', answer]]), new Map(), unlabelled).answers.get('a')?.weight,
    ).toBe(1);
  });
});
