import type { LabelRate } from './label-sample.ts';
import { type Measurement, rateMeasurement } from './measurement.ts';

/**
 * What a correct answer costs in US dollars: the cost of all queries over the estimated number of correct ones, which
 * is the mean cost of a query over the share of correct answers among the labelled ones. `n` correct of `of` decided
 * labels; the interval is that of the share, turned round, since the costs are known and not sampled. Where the share
 * may be zero there is no upper end.
 */
export function costOfCorrect(meanUsd: number | null, correct: LabelRate): Measurement | null {
  const share = rateMeasurement(correct);
  if (share === null || meanUsd === null) return null;
  const over = (part: number | null) => (part === null || part <= 0 ? null : meanUsd / part);
  return { ...share, value: over(share.value), lower: over(share.upper), upper: over(share.lower) };
}
