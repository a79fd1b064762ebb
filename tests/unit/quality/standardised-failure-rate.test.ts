import { expect, it } from 'vitest';
import type { LabelledAnswer } from '#lib/quality/failure-rates.ts';
import { type MixedSide, standardisedFailureRate } from '#lib/quality/standardised-failure-rate.ts';

/** For each model how many of its answers failed, and how many were correct. */
type Models = Record<string, readonly [failed: number, correct: number]>;

function side(models: Models): MixedSide {
  const answer = (model: string, vote: string, id: string): LabelledAnswer => ({
    question: id,
    parts: new Map([[vote, 1]]),
    pi: null,
    weight: 1,
    week: 2900,
    cluster: id,
    dimensions: {
      model,
      promptVersion: 'p1',
      retriever: '',
      indexVersion: '',
      environment: '',
      release: '',
    },
    verdict: vote === 'correct' ? 'correct' : 'wrong',
    labelCount: 1,
    firstVote: vote,
    secondRate: null,
  });
  const many = (count: number, model: string, vote: string) =>
    Array.from({ length: count }, (_, i) => answer(model, vote, `${model} ${vote} ${i}`));
  const rows = Object.entries(models);
  const all = rows.reduce((sum, [, [failed, correct]]) => sum + failed + correct, 0);
  return {
    counting: rows.flatMap(([model, [failed, correct]]) => [
      ...many(failed, model, 'wrong_format'),
      ...many(correct, model, 'correct'),
    ]),
    mix: {
      model: rows.map(([group, [failed, correct]]) => ({ group, weight: 10 * (failed + correct) })),
      promptVersion: [{ group: 'p1', weight: 10 * all }],
      retriever: [],
      indexVersion: [],
      environment: [],
      release: [],
    },
  };
}

it('a difference that is only one of mix is none with the mix of A', () => {
  // Large fails in a tenth, small in four tenths, on both sides; A asks large mostly, B small.
  const a = side({ large: [15, 135], small: [20, 30] });
  const b = side({ large: [5, 45], small: [60, 90] });
  const found = standardisedFailureRate(a, b);
  expect(found).toMatchObject({ dimension: 'model', shareA: 0.75, shareB: 0.25 });
  expect(found?.rate).toBeCloseTo(35 / 200, 12);
  expect(found?.difference.value).toBeCloseTo(0, 12);
  expect(found?.difference.lower).toBeLessThan(0);
  // As it stands, 65 of 200 fail against 35 of 200.
});

it('a difference within the groups stays', () => {
  const found = standardisedFailureRate(
    side({ large: [15, 135], small: [20, 30] }),
    side({ large: [25, 25], small: [60, 90] }),
  );
  expect(found?.difference.value).toBeCloseTo(0.75 * 0.5 + 0.25 * 0.4 - 0.175, 12);
});

it('nothing is said of the same mix, of too few labels, or of a value that B lacks', () => {
  const a = side({ large: [15, 135], small: [20, 30] });
  expect(standardisedFailureRate(a, side({ large: [20, 120], small: [20, 40] }))).toBeNull();
  expect(standardisedFailureRate(a, side({ large: [1, 1], small: [2, 4] }))).toBeNull();
  expect(standardisedFailureRate(a, side({ small: [60, 90] }))).toBeNull();
});
