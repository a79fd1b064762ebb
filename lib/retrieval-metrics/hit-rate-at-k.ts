import { countRelevant, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';

/** 1 when one of the top k hits is relevant, else 0 (trec_eval `success`). */
export function hitRateAtK({ grades }: JudgedRanking, { k, threshold }: MetricOptions): number {
  return countRelevant(topK(grades, k), threshold) > 0 ? 1 : 0;
}
