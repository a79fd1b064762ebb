import { countRelevant, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';
import { type FilledMetric, MANNING } from './ranking-metric.ts';

/**
 * Share of all chunks judged relevant, inside or outside the list, that the top k hold. 0 to 1; 0 when
 * nothing was judged relevant, as trec_eval `recall`.
 */
export function recallAtK({ grades, outside }: JudgedRanking, { k, threshold }: MetricOptions): number {
  const relevant = countRelevant(grades, threshold) + countRelevant(outside, threshold);
  return relevant === 0 ? 0 : countRelevant(topK(grades, k), threshold) / relevant;
}

export const recall = {
  id: 'recall',
  name: 'recall@k',
  formula: '(number of grades ≥ t in the top k) / R',
  reference: `${MANNING}; trec_eval recall_k`,
  help: 'Share of the known relevant chunks that are among the first k.',
  needsOutsideJudgements: true,
  needsJudgedTopK: true,
  ungraded: 'filled',
  compute: recallAtK,
} as const satisfies FilledMetric;
