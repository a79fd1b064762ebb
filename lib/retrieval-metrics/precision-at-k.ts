import { countRelevant, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';

/**
 * Share of the k places that hold a relevant hit, 0 to 1. Divides by k even when the list is shorter, as
 * trec_eval `P` does, so k must be finite.
 */
export function precisionAtK({ grades }: JudgedRanking, { k, threshold }: MetricOptions): number {
  if (k === Number.POSITIVE_INFINITY) throw new RangeError('precision@k needs a finite k');
  return countRelevant(topK(grades, k), threshold) / k;
}
