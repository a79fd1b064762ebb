import { sum } from './sum.ts';

export interface Stratum {
  /** Queries in the stratum. */
  readonly size: number;
  /** Of them labelled, drawn at random; two or more. */
  readonly labelled: number;
  readonly positives: number;
}

/**
 * A rate over strata of known size, and its variance with the finite population correction.
 * Cochran, Sampling Techniques (1977), chapter 5.
 */
export function stratifiedRate(strata: readonly Stratum[]): { rate: number; variance: number } {
  const total = sum(strata.map(({ size }) => size));
  const parts = strata.map(({ size, labelled, positives }) => {
    if (labelled < 2) throw new RangeError('a stratum needs two labels or more');
    const share = size / total;
    const rate = positives / labelled;
    const variance = ((1 - labelled / size) * rate * (1 - rate)) / (labelled - 1);
    return { rate: share * rate, variance: share ** 2 * variance };
  });
  return { rate: sum(parts.map(({ rate }) => rate)), variance: sum(parts.map(({ variance }) => variance)) };
}
