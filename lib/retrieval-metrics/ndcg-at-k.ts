import { type Grade, type JudgedRanking, type MetricOptions, topK } from './graded-ranking.ts';
import type { FilledMetric } from './ranking-metric.ts';

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

export const ndcg = {
  id: 'ndcg',
  name: 'nDCG@k',
  formula: 'DCG@k / DCG@k of the best order of all judged chunks; DCG@k = Σ grade at rank i / log₂(i + 1)',
  reference:
    'Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques (2002); trec_eval ndcg_cut_k',
  help: 'How close the order of the first k comes to the best order of everything judged for the question.',
  needsOutsideJudgements: true,
  needsJudgedTopK: true,
  ungraded: 'filled',
  compute: ndcgAtK,
} as const satisfies FilledMetric;

export const ndcgExponential = {
  id: 'ndcg_exponential',
  name: 'nDCG@k, exponential gain',
  formula: 'As nDCG@k with DCG@k = Σ (2^grade at rank i − 1) / log₂(i + 1)',
  reference:
    'Burges et al.: Learning to rank using gradient descent (2005); ir_measures nDCG(dcg="exp-log2")',
  help: 'As nDCG@k, but a hit that answers the question (grade 3) weighs seven times as much as a related one (grade 1).',
  needsOutsideJudgements: true,
  needsJudgedTopK: true,
  ungraded: 'filled',
  compute: (ranking, options) => ndcgAtK(ranking, { ...options, gain: 'exponential' }),
} as const satisfies FilledMetric;
