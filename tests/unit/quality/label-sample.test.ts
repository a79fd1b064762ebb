import { describe, expect, it } from 'vitest';
import { labelRate, sampleOf } from '#lib/quality/label-sample.ts';

const label = (pi: number | null, good: boolean, count = 1) => ({
  pi,
  good,
  count,
  cluster: `${pi} ${good}`,
});
const rateOf = (labels: ReturnType<typeof label>[]) =>
  labelRate(labels, ({ good }) => good, sampleOf(labels));

describe('a rate of labels', () => {
  it('of a random sample is weighted', () => {
    const rate = rateOf([label(0.1, true), label(0.5, false, 2)]);
    expect(rate.value).toBeCloseTo(10 / 14, 12);
    expect(rate).toMatchObject({ positives: 1, n: 3 });
    expect(rate.weighted).toBeUndefined();
  });

  it('rests on the drawn labels, however many others stand beside them', () => {
    const drawn = [label(0.1, true), label(0.5, false, 2)];
    const mixed = rateOf([...drawn, label(null, false, 500)]);
    const { value, lower, upper, display } = rateOf(drawn);
    expect(mixed).toMatchObject({ value, lower, upper, display });
    expect(mixed).toMatchObject({ positives: 1, n: 503, weighted: { n: 1, of: 3 } });
  });

  it('without any drawn label is the raw share', () => {
    expect(rateOf([label(null, true), label(null, false, 3)])).toMatchObject({ value: 1 / 4, n: 4 });
  });

  it('has counts and no value where a mixed page has no drawn label here', () => {
    const rate = labelRate([label(null, true), label(null, false)], ({ good }) => good, 'mixed');
    expect(rate).toMatchObject({ value: null, positives: 1, n: 2, weighted: { n: 0, of: 0 } });
  });
});
