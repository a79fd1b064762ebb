import type { GradedRanking, MetricOptions } from './graded-ranking.ts';
import { countJudgedAtK } from './judged-at-k.ts';
import { evaluate } from './known-value.ts';
import type { RankingMetric } from './ranking-metric.ts';

/** Coverage from which precision, nDCG, recall and MAP are drawn as a point and not only as a band. */
export const MIN_JUDGED_FOR_POINT = 0.95;

export interface RankingPattern {
  readonly ranking: GradedRanking;
  /** How many queries of the slice share exactly this pattern; a non-negative integer. */
  readonly count: number;
}

export interface MetricSummary {
  /** Mean over the known queries; null when there are none or the coverage does not bear a point. */
  readonly value: number | null;
  /** The band: mean over all measurable queries of either end; null when none is measurable. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly knownCount: number;
  /** Measurable queries: the m of "n known of m". */
  readonly total: number;
  readonly notMeasurableCount: number;
  /** Graded share of all top k hits of the slice; null when the slice has no hit. */
  readonly judgedAtK: number | null;
}

/** One metric over one slice (a bucket, a group) of queries whose retrieval ran without failing. */
export function summariseMetric(
  metric: RankingMetric,
  patterns: Iterable<RankingPattern>,
  options: MetricOptions,
): MetricSummary {
  const sum = { known: 0, lower: 0, upper: 0 };
  const queries = { known: 0, measurable: 0, notMeasurable: 0 };
  const hits = { judged: 0, all: 0 };

  for (const { ranking, count } of patterns) {
    const coverage = countJudgedAtK(ranking, options.k);
    hits.judged += coverage.judged * count;
    hits.all += coverage.hits * count;

    const value = evaluate(metric, ranking, options);
    if (!value.measurable) {
      queries.notMeasurable += count;
      continue;
    }
    queries.measurable += count;
    sum.lower += value.lower * count;
    sum.upper += value.upper * count;
    if (value.known) {
      queries.known += count;
      sum.known += value.lower * count;
    }
  }

  const judgedAtK = mean(hits.judged, hits.all);
  // A slice of zero-hit queries has nothing left to judge, so its point stands.
  const bearsPoint = !metric.needsJudgedTopK || judgedAtK === null || judgedAtK >= MIN_JUDGED_FOR_POINT;
  return {
    value: bearsPoint ? mean(sum.known, queries.known) : null,
    lower: mean(sum.lower, queries.measurable),
    upper: mean(sum.upper, queries.measurable),
    knownCount: queries.known,
    total: queries.measurable,
    notMeasurableCount: queries.notMeasurable,
    judgedAtK,
  };
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}
