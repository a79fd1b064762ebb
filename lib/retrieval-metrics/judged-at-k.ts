import { type GradedRanking, topK } from './graded-ranking.ts';
import type { MetricDescription } from './ranking-metric.ts';

export interface JudgedCount {
  readonly judged: number;
  readonly hits: number;
}

/** How many hits the top k hold and how many of them carry a grade. */
export function countJudgedAtK({ grades }: GradedRanking, k: number): JudgedCount {
  const top = topK(grades, k);
  return { judged: top.filter((grade) => grade !== null).length, hits: top.length };
}

/**
 * Share of the top k hits that carry a grade, 0 to 1, over min(k, list length) as in ir_measures `Judged@k`.
 * Null when there is no hit to judge.
 */
export function judgedAtK(ranking: GradedRanking, k: number): number | null {
  const { judged, hits } = countJudgedAtK(ranking, k);
  return hits === 0 ? null : judged / hits;
}

/** judged@k says how far the metrics can be trusted; it is a coverage, not a ranking metric. */
export const judged: MetricDescription = {
  name: 'judged@k',
  formula: '(number of graded hits in the top k) / (number of hits in the top k)',
  reference: 'ir_measures Judged@k',
  help: 'Share of the first k hits that somebody graded.',
};
