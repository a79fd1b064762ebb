import { DEFAULT_THRESHOLD, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';
import type { FilledMetric } from './ranking-metric.ts';

/** 1 / rank of the first relevant hit within the top k, else 0 (trec_eval `recip_rank`, cut at k). */
export function reciprocalRankAtK(
  { grades }: JudgedRanking,
  { k, threshold = DEFAULT_THRESHOLD }: MetricOptions,
): number {
  const first = topK(grades, k).findIndex((grade) => grade >= threshold);
  return first === -1 ? 0 : 1 / (first + 1);
}

export const reciprocalRank = {
  id: 'mrr',
  name: 'MRR@k',
  formula: '1 / rank of the first grade ≥ t in the top k, else 0',
  reference: 'Voorhees: The TREC-8 Question Answering Track Report (1999); trec_eval recip_rank, cut at k',
  help: 'How high the first relevant hit stands: 1 for rank 1, 0.5 for rank 2, 0 when there is none.',
  needsOutsideJudgements: false,
  needsJudgedTopK: false,
  ungraded: 'filled',
  compute: reciprocalRankAtK,
} as const satisfies FilledMetric;
