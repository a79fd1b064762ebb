import { countRelevant, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';
import { type FilledMetric, MANNING } from './ranking-metric.ts';

/**
 * Share of the k places that hold a relevant hit, 0 to 1. Divides by k even when the list is shorter, as
 * trec_eval `P` does, so k must be finite.
 */
export function precisionAtK({ grades }: JudgedRanking, { k, threshold }: MetricOptions): number {
  if (k === Number.POSITIVE_INFINITY) throw new RangeError('precision@k needs a finite k');
  return countRelevant(topK(grades, k), threshold) / k;
}

export const precision = {
  id: 'precision',
  name: 'precision@k',
  formula: '(number of grades ≥ t in the top k) / k',
  reference: `${MANNING}; trec_eval P_k`,
  help: 'Share of the first k places that hold a relevant hit. A list shorter than k loses the empty places.',
  needsOutsideJudgements: false,
  needsJudgedTopK: true,
  ungraded: 'filled',
  compute: precisionAtK,
} as const satisfies FilledMetric;
