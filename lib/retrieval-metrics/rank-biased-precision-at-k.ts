import {
  DEFAULT_THRESHOLD,
  type GradedRanking,
  type JudgedRanking,
  type MetricOptions,
  topK,
} from './graded-ranking.ts';
import type { FilledMetric } from './ranking-metric.ts';

/** Chance that a reader goes on from one hit to the next. */
export const PERSISTENCE = 0.8;

export interface RankBiasedOptions extends MetricOptions {
  /** Between 0 and 1, both excluded; `PERSISTENCE` when left out. */
  readonly persistence?: number;
}

/**
 * Expected share of relevant hits for a reader who goes on to the next hit with chance p: (1 - p) times the sum of
 * p^(i - 1) over the relevant hits of the top k. Below 1; what lies beyond the list counts as irrelevant.
 */
export function rankBiasedPrecisionAtK(
  { grades }: JudgedRanking,
  { k, threshold = DEFAULT_THRESHOLD, persistence = PERSISTENCE }: RankBiasedOptions,
): number {
  return (1 - persistence) * weightOf(topK(grades, k), persistence, (grade) => grade >= threshold);
}

/**
 * How much higher rank-biased precision could be if everything ungraded were relevant: the ungraded of the top k, and
 * whatever might stand below them. 0 to 1.
 */
export function rankBiasedResidualAtK(
  { grades }: GradedRanking,
  { k, persistence = PERSISTENCE }: Pick<RankBiasedOptions, 'k' | 'persistence'>,
): number {
  const top = topK(grades, k);
  const ungraded = weightOf(top, persistence, (grade) => grade === null);
  return persistence ** top.length + (1 - persistence) * ungraded;
}

function weightOf<T>(top: readonly T[], persistence: number, counts: (grade: T) => boolean): number {
  return top.reduce((sum, grade, position) => sum + (counts(grade) ? persistence ** position : 0), 0);
}

export const rankBiasedPrecision = {
  id: 'rbp',
  name: `RBP@k (p = ${PERSISTENCE})`,
  formula: `(1 − p) Σ p^(i − 1) over the ranks i ≤ k with grade ≥ t, p = ${PERSISTENCE}; residual: p^n + (1 − p) Σ p^(i − 1) over the ungraded ranks of the n ≤ k hits`,
  reference: 'Moffat, Zobel: Rank-biased precision for measurement of retrieval effectiveness (2008)',
  help: 'Share of relevant hits seen by a reader who goes on to the next hit four times out of five. The residual is how much higher it could be if everything ungraded, and everything below the list, were relevant.',
  apiOnly: true,
  needsOutsideJudgements: false,
  needsJudgedTopK: true,
  ungraded: 'filled',
  compute: rankBiasedPrecisionAtK,
} as const satisfies FilledMetric;
