import { type Grade, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';

export interface NdcgOptions extends MetricOptions {
  /** `linear` takes the grade itself (trec_eval), `exponential` takes 2^grade - 1 (Burges et al. 2005). */
  readonly gain?: 'linear' | 'exponential';
}

/**
 * Discounted cumulative gain of the top k, discount log2(rank + 1), over that of the best possible order of
 * all judged chunks, those outside the list included. 0 to 1; 0 when nothing judged has any gain.
 * The threshold plays no part.
 */
export function ndcgAtK({ grades, outside }: JudgedRanking, { k, gain = 'linear' }: NdcgOptions): number {
  const ideal = discountedGain(topK([...grades, ...outside].sort(descending), k), gain);
  return ideal === 0 ? 0 : discountedGain(topK(grades, k), gain) / ideal;
}

function discountedGain(grades: readonly Grade[], gain: 'linear' | 'exponential'): number {
  return grades.reduce<number>(
    (sum, grade, position) => sum + (gain === 'linear' ? grade : 2 ** grade - 1) / Math.log2(position + 2),
    0,
  );
}

function descending(a: Grade, b: Grade): number {
  return b - a;
}
