import { countRelevant, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';
import type { FilledMetric } from './ranking-metric.ts';

/** 1 when one of the top k hits is relevant, else 0 (trec_eval `success`). */
export function hitRateAtK({ grades }: JudgedRanking, { k, threshold }: MetricOptions): number {
  return countRelevant(topK(grades, k), threshold) > 0 ? 1 : 0;
}

export const hitRate = {
  id: 'hit_rate',
  name: 'hit rate@k',
  formula: '1 if any grade in the top k ≥ t, else 0',
  reference: 'trec_eval success_k',
  help: 'Share of queries with at least one relevant hit among the first k.',
  needsOutsideJudgements: false,
  needsJudgedTopK: false,
  ungraded: 'filled',
  compute: hitRateAtK,
} as const satisfies FilledMetric;
