import {
  countRelevant,
  DEFAULT_THRESHOLD,
  type JudgedRanking,
  type MetricOptions,
  topK,
} from './graded-ranking.ts';
import { type FilledMetric, MANNING } from './ranking-metric.ts';

/**
 * Share of the first R places that hold a relevant hit, where R chunks are judged relevant inside or outside the
 * list, 0 to 1; 0 when nothing was judged relevant. Places below k are empty; trec_eval `Rprec` is k = Infinity.
 */
export function rPrecisionAtK(
  { grades, outside }: JudgedRanking,
  { k, threshold = DEFAULT_THRESHOLD }: MetricOptions,
): number {
  const relevant = countRelevant(grades, threshold) + countRelevant(outside, threshold);
  const top = topK(grades, k).slice(0, relevant);
  return relevant === 0 ? 0 : countRelevant(top, threshold) / relevant;
}

export const rPrecision = {
  id: 'r_precision',
  name: 'R-precision@k',
  formula: '(number of grades ≥ t in the first R places of the top k) / R',
  reference: `${MANNING}; trec_eval Rprec, cut at k`,
  help: 'Precision where as many places are looked at as there are relevant chunks, so that 1 can be reached.',
  apiOnly: true,
  needsOutsideJudgements: true,
  needsJudgedTopK: true,
  ungraded: 'filled',
  compute: rPrecisionAtK,
} as const satisfies FilledMetric;
