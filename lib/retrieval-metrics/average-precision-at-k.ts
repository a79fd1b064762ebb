import {
  countRelevant,
  DEFAULT_THRESHOLD,
  type JudgedRanking,
  type MetricOptions,
  topK,
} from './graded-ranking.ts';
import { type FilledMetric, MANNING } from './ranking-metric.ts';

/**
 * Sum of the precision at each relevant hit of the top k, over the number of all chunks judged relevant,
 * inside or outside the list (trec_eval `map_cut`; `map` at k = Infinity). 0 to 1; 0 when nothing was
 * judged relevant.
 */
export function averagePrecisionAtK(
  { grades, outside }: JudgedRanking,
  { k, threshold = DEFAULT_THRESHOLD }: MetricOptions,
): number {
  const relevant = countRelevant(grades, threshold) + countRelevant(outside, threshold);
  if (relevant === 0) return 0;

  let found = 0;
  let sum = 0;
  for (const [position, grade] of topK(grades, k).entries()) {
    if (grade < threshold) continue;
    found += 1;
    sum += found / (position + 1);
  }
  return sum / relevant;
}

export const averagePrecision = {
  id: 'map',
  name: 'MAP@k',
  formula: '(Σ precision@i over the ranks i ≤ k with grade ≥ t) / R',
  reference: `${MANNING}; trec_eval map_cut_k`,
  help: 'Precision at every relevant hit of the first k, averaged over all known relevant chunks.',
  needsOutsideJudgements: true,
  needsJudgedTopK: true,
  ungraded: 'filled',
  compute: averagePrecisionAtK,
} as const satisfies FilledMetric;
