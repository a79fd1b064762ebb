import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerState } from '#lib/retrieval-metrics/answer-state.ts';
import { evaluate } from '#lib/retrieval-metrics/known-value.ts';
import { rankingMetrics } from '#lib/retrieval-metrics/registry.ts';
import { type RetrievalOutcome, retrievalState } from '#lib/retrieval-metrics/retrieval-state.ts';
import { cutoff, grade } from './arbitrary-rankings.ts';

const k = 3;

function outcome(grades: RetrievalOutcome['grades'], rest: Partial<RetrievalOutcome> = {}): RetrievalOutcome {
  return { hitCount: grades.length, grades, retrievalFailed: false, nothingToFind: false, ...rest };
}

describe('the state of a retrieval', () => {
  it.each<[string, RetrievalOutcome, string]>([
    ['a relevant hit', outcome([0, 2, 0]), 'good'],
    ['a relevant hit beside ungraded ones', outcome([null, 3, null]), 'good'],
    ['all irrelevant or related', outcome([0, 1, 1]), 'bad'],
    ['a relevant hit below k only', outcome([0, 1, 1, 3]), 'bad'],
    ['fewer hits than k, all irrelevant', outcome([0]), 'bad'],
    ['nothing found', outcome([]), 'bad'],
    ['one hit open', outcome([0, null, 0]), 'unknown'],
    ['nothing graded', outcome([], { hitCount: 3 }), 'unknown'],
    ['fewer grades than hits', outcome([0, 0], { hitCount: 3 }), 'unknown'],
    ['an open hit below k', outcome([0, 0, 0, null]), 'bad'],
    ['no retrieval', outcome([], { hitCount: null }), 'not_used'],
    ['nothing to find', outcome([0, 0, 0], { nothingToFind: true }), 'nothing_to_find'],
    ['nothing to find and nothing found', outcome([], { nothingToFind: true }), 'nothing_to_find'],
    ['a failure', outcome([], { retrievalFailed: true }), 'failed'],
    ['a failure without hits', outcome([], { retrievalFailed: true, hitCount: null }), 'failed'],
    ['a failure with a relevant hit', outcome([3], { retrievalFailed: true }), 'failed'],
    ['no retrieval and nothing to find', outcome([], { hitCount: null, nothingToFind: true }), 'not_used'],
  ])('%s', (_name, given, expected) => {
    expect(retrievalState(given, k)).toBe(expected);
  });

  const anyOutcome: fc.Arbitrary<RetrievalOutcome> = fc.record({
    hitCount: fc.option(fc.nat({ max: 10 })),
    grades: fc.array(fc.option(grade), { maxLength: 10 }),
    retrievalFailed: fc.boolean(),
    nothingToFind: fc.boolean(),
  });

  it('is one of six for every input', () => {
    const states = ['good', 'bad', 'failed', 'nothing_to_find', 'not_used', 'unknown'];
    fc.assert(
      fc.property(anyOutcome, cutoff, (given, at) => {
        expect(states).toContain(retrievalState(given, at));
      }),
    );
  });

  it('agrees with hit rate@k wherever retrieval ran: good is 1, bad is 0, unknown is open', () => {
    fc.assert(
      fc.property(fc.array(fc.option(grade), { maxLength: 10 }), cutoff, (grades, at) => {
        const value = evaluate(rankingMetrics.hit_rate, { grades, outside: [] }, { k: at });
        const ends = value.measurable ? [value.lower, value.upper] : [];
        const expected = { good: [1, 1], bad: [0, 0], unknown: [0, 1] };
        const state = retrievalState(outcome(grades), at);
        expect(expected).toHaveProperty(state, ends);
      }),
    );
  });

  it('never loses a good retrieval by one more grade', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(grade), { minLength: 1, maxLength: 8 }),
        grade,
        cutoff,
        (grades, said, at) => {
          const gap = grades.indexOf(null);
          fc.pre(gap >= 0 && retrievalState(outcome(grades), at) === 'good');
          expect(retrievalState(outcome(grades.with(gap, said)), at)).toBe('good');
        },
      ),
    );
  });
});

describe('the state of an answer', () => {
  it.each([
    ['correct', 'good'],
    ['partly', 'bad'],
    ['wrong', 'bad'],
    ['cannot_tell', null],
    ['disputed', null],
    [null, null],
  ] as const)('%s is %s', (verdict, expected) => {
    expect(answerState(verdict)).toBe(expected);
  });
});
