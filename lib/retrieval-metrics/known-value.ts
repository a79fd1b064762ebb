import { fillUngraded, type GradedRanking, type MetricOptions } from './graded-ranking.ts';
import type { RankingMetric } from './ranking-metric.ts';

export type KnownValue =
  | { readonly measurable: false }
  | { readonly measurable: true; readonly lower: number; readonly upper: number; readonly known: boolean };

/** Two fillings closer than this give the same value; the rest is rounding. */
const SAME = 1e-12;

/**
 * The value of a metric for one query whose hits are partly graded: `lower` and `upper` are its values with
 * all ungraded hits at 0 and all at 3, ordered; `known` says that they agree. A query without hits is known, and so is
 * any value of a metric that passes over ungraded hits.
 *
 * The two fillings enclose every other filling for precision, hit rate and MRR. They need not for recall,
 * MAP and nDCG, where a higher grade also raises what was there to be found.
 */
export function evaluate(metric: RankingMetric, ranking: GradedRanking, options: MetricOptions): KnownValue {
  const zeroHit = ranking.grades.length === 0;
  if (metric.needsOutsideJudgements && ranking.outside.length === 0 && !ranking.isComplete && !zeroHit)
    return { measurable: false };
  if (metric.ungraded === 'passed_over') {
    const value = metric.compute(ranking, options);
    return { measurable: true, lower: value, upper: value, known: true };
  }

  const irrelevant = metric.compute(fillUngraded(ranking, 0), options);
  const relevant = metric.compute(fillUngraded(ranking, 3), options);
  return {
    measurable: true,
    lower: Math.min(irrelevant, relevant),
    upper: Math.max(irrelevant, relevant),
    known: Math.abs(relevant - irrelevant) <= SAME,
  };
}
