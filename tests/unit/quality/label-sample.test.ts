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
    const drawn = [label(0.1, true, 10), label(0.5, false, 20)];
    const mixed = rateOf([...drawn, label(null, false, 500)]);
    const { value, lower, upper, display } = rateOf(drawn);
    expect(mixed).toMatchObject({ value, lower, upper, display });
    expect(mixed).toMatchObject({ positives: 10, n: 530, weighted: { n: 10, of: 30 } });
  });

  it('is the raw share of all while fewer than thirty of them were drawn', () => {
    const few = [label(0.1, true, 4), label(0.5, false, 25), label(null, false, 11)];
    expect(sampleOf(few)).toBe('not_random');
    expect(rateOf(few)).toMatchObject({ value: 4 / 40, positives: 4, n: 40 });
    expect(sampleOf([...few, label(0.1, true)])).toBe('mixed');
    expect(sampleOf(few.slice(0, 2))).toBe('random');
  });

  it('of labels none of which was drawn is the raw share', () => {
    expect(rateOf([label(null, true), label(null, false, 3)])).toMatchObject({ value: 1 / 4, n: 4 });
  });

  it('has counts and no value where a mixed page has no drawn label here', () => {
    const rate = labelRate([label(null, true), label(null, false)], ({ good }) => good, 'mixed');
    expect(rate).toMatchObject({ value: null, positives: 1, n: 2, weighted: { n: 0, of: 0 } });
  });
});
