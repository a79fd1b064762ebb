import {
  countRelevant,
  DEFAULT_THRESHOLD,
  type JudgedRanking,
  type MetricOptions,
  topK,
} from './graded-ranking.ts';

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
