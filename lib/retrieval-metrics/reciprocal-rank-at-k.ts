import { DEFAULT_THRESHOLD, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';

/** 1 / rank of the first relevant hit within the top k, else 0 (trec_eval `recip_rank`, cut at k). */
export function reciprocalRankAtK(
  { grades }: JudgedRanking,
  { k, threshold = DEFAULT_THRESHOLD }: MetricOptions,
): number {
  const first = topK(grades, k).findIndex((grade) => grade >= threshold);
  return first === -1 ? 0 : 1 / (first + 1);
}
