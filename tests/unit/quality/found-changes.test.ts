import { expect, it } from 'vitest';
import { rateChanges } from '#lib/quality/found-changes.ts';
import type { StateCount } from '#lib/quality/queries/state-counts.ts';

const what = { at: '2026-11-17T13:00:00.000Z', dimension: null, value: null };

/** Labelled answers, each in a session of its own. */
function labels(count: number, answer: 'good' | 'bad', pi: number | null): StateCount[] {
  return Array.from({ length: count }, (_, i) => ({
    keys: ['', '0'],
    retrieval: 'unknown',
    answer,
    zeroHit: false,
    pi,
    cluster: `${answer} ${pi} ${i}`,
    n: 1,
  }));
}
const answerChange = (before: StateCount[], after: StateCount[], effect = 1) =>
  rateChanges(what, before, after, effect).find(({ metric }) => metric === 'answer_good_rate');

/** 200 labels of traffic of which a tenth fails; failures put first are drawn with certainty. */
const plain = [...labels(180, 'good', 0.1), ...labels(20, 'bad', 0.1)];
const failuresFirst = [...labels(90, 'good', 0.1), ...labels(100, 'bad', 1)];

it('a queue that begins to draw failures first changes no rate of answers', () => {
  expect(answerChange(plain, failuresFirst)).toBeUndefined();
  // The control: the same labels, as they are.
  const unweighted = (counts: StateCount[]) => counts.map((count) => ({ ...count, pi: null }));
  expect(answerChange(unweighted(plain), unweighted(failuresFirst))).toMatchObject({
    before: 0.9,
    after: 90 / 190,
  });
});

it('a change of the traffic is found by its weighted rates, whatever was not drawn', () => {
  const worse = [...labels(80, 'good', 0.1), ...labels(120, 'bad', 0.1)];
  const change = answerChange([...plain, ...labels(50, 'bad', null)], worse, 1.3);
  expect(change?.before).toBeCloseTo(0.9, 12);
  expect(change?.after).toBeCloseTo(0.4, 12);
  expect(change).toMatchObject({ nBefore: 200, nAfter: 200 });
});

it('a side without a drawn label is not compared with one that has some', () => {
  expect(answerChange(plain, labels(200, 'bad', null))).toBeUndefined();
});

it('a hit rate names the queries where it is known, those that found nothing among them', () => {
  const counts = (good: number, zeroHits: number, unknown: number): StateCount[] =>
    (
      [
        ['good', false, good],
        ['bad', true, zeroHits],
        ['unknown', false, unknown],
      ] as const
    ).map(
      ([retrieval, zeroHit, n]) => ({ ...labels(1, 'good', null)[0], retrieval, zeroHit, n }) as StateCount,
    );
  const found = rateChanges(what, counts(300, 0, 300), counts(300, 200, 300), 1);
  expect(found.find(({ metric }) => metric === 'hit_rate_at_k')).toMatchObject({
    nBefore: 300,
    nAfter: 500,
    before: 1,
    // Half of those with hits are graded, and so half of those without count: 300 of 400.
    after: 0.75,
  });
});
