import { expect, it } from 'vitest';
import type { LabelledAnswer } from '#lib/quality/failure-rates.ts';
import { labelledSides } from '#lib/quality/labelled-sides.ts';
import { DIMENSIONS, type Dimension } from '#lib/query-log/schema.ts';

const dimensions = Object.fromEntries(DIMENSIONS.map((name) => [name, ''])) as Record<Dimension, string>;
let made = 0;

function answers(count: number, failed: number, pi: number | null): LabelledAnswer[] {
  return Array.from({ length: count }, (_, i): LabelledAnswer => {
    made += 1;
    const vote = i < failed ? 'weak_reasoning' : 'correct';
    return {
      question: `q${made}`,
      parts: new Map([[vote, 1]]),
      pi,
      weight: pi === null ? 1 : 1 / pi,
      dimensions,
      week: 0,
      cluster: String(made),
      verdict: i < failed ? 'wrong' : 'correct',
      labelCount: 1,
      firstVote: vote,
      secondRate: null,
    };
  });
}

const labels = (...of: LabelledAnswer[][]) => ({ answers: of.flat(), unlabelledClasses: [] });
const rateOf = (side: ReturnType<typeof labelledSides>[number]) => side.metrics.failure_rate.shown;

it('rests on what was drawn at random where both sides have a sample of it', () => {
  const [a, b] = labelledSides(
    labels(answers(40, 10, 0.5), answers(60, 60, null)),
    labels(answers(50, 20, 0.1)),
  );
  expect(rateOf(a)).toMatchObject({ value: 0.25, of: 40 });
  expect(rateOf(b)).toMatchObject({ value: 0.4, of: 50 });
  expect([a.sample, a.counting.length, b.sample]).toEqual(['mixed', 40, 'random']);
});

it('takes all labels of both sides as they are where one has only others', () => {
  const [a, b] = labelledSides(
    labels(answers(100, 30, null)),
    labels(answers(40, 10, 0.5), answers(60, 60, null)),
  );
  expect(rateOf(a)).toMatchObject({ value: 0.3, of: 100 });
  expect(rateOf(b)).toMatchObject({ value: 0.7, of: 100 });
  expect([a.sample, b.sample]).toEqual(['not_random', 'not_random']);
});

it('a side without labels takes nothing from the other', () => {
  const [a, b] = labelledSides(labels(), labels(answers(40, 10, 0.5), answers(60, 60, null)));
  expect([a.sample, b.sample]).toEqual(['none', 'mixed']);
  expect(rateOf(a)).toMatchObject({ value: null, of: 0 });
  expect(rateOf(b)).toMatchObject({ value: 0.25, of: 40 });
});

it('refuses a rate of drawn labels that leave a class out, and takes all labels where the other side was not drawn', () => {
  const drawn = { answers: answers(40, 10, 0.5), unlabelledClasses: ['good, good'] };
  const [refused] = labelledSides(drawn, labels(answers(40, 10, 0.5)));
  expect([refused.counting, rateOf(refused).value]).toEqual([[], null]);
  const [raw] = labelledSides(drawn, labels(answers(40, 10, null)));
  expect([raw.unlabelledClasses, rateOf(raw).value]).toEqual([[], 0.25]);
});
