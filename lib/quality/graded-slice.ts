import { evaluate } from '../retrieval-metrics/known-value.ts';
import { type MetricId, rankingMetrics } from '../retrieval-metrics/registry.ts';
import {
  type MetricSummary,
  type RankingPattern,
  summariseMetric,
} from '../retrieval-metrics/summarise-metric.ts';
import { bootstrapMean, type ClusteredValue } from '../statistics/bootstrap-mean.ts';
import { rateDisplay, rateOfCounts } from '../statistics/rate.ts';
import type { Interval } from '../statistics/wilson-interval.ts';
import { type Measurement, normalInterval } from './measurement.ts';

/** Queries of one point that share a ranking pattern. */
export interface ClusteredPattern extends RankingPattern {
  /** Session, else query id, of each of the `count` queries; empty where there are too many to list. */
  readonly clusters: readonly string[];
}

/** Above this many known queries resampling costs more than it tells; the normal interval takes its place. */
export const MAX_RESAMPLED = 2000;
const RESAMPLES = 400;

/** Whether somebody graded one of the top k, or there was nothing to grade. */
function isLookedAt({ ranking }: RankingPattern, k: number): boolean {
  return ranking.grades.length === 0 || ranking.grades.slice(0, k).some((grade) => grade !== null);
}

/**
 * A ranking metric over the queries of one point. `of` counts all queries whose retrieval could be judged; as in
 * trec_eval, those that nobody looked at enter neither the mean nor the band: that is a matter of sampling.
 * Null where nobody looked at any.
 */
export function gradedMeasurement(
  id: MetricId,
  patterns: readonly ClusteredPattern[],
  k: number,
  of: number,
): Measurement | null {
  const metric = rankingMetrics[id];
  const lookedAt = patterns.filter((pattern) => isLookedAt(pattern, k));
  const summary = summariseMetric(metric, lookedAt, { k });
  if (summary.total === 0) return null;

  const shared = {
    value: summary.value,
    n: summary.knownCount,
    of,
    display: rateDisplay(summary.knownCount),
    bandLower: summary.lower,
    bandUpper: summary.upper,
  };
  if (summary.value === null) return { ...shared, lower: summary.lower, upper: summary.upper };
  const interval =
    id === 'hit_rate' ? hitRateInterval(summary) : meanInterval(id, lookedAt, k, summary.value);
  return { ...shared, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
}

function hitRateInterval({ value, knownCount }: MetricSummary): Interval {
  return rateOfCounts(Math.round((value ?? 0) * knownCount), knownCount);
}

function meanInterval(
  id: MetricId,
  patterns: readonly ClusteredPattern[],
  k: number,
  mean: number,
): Interval | null {
  const known = patterns.flatMap((pattern) => {
    const result = evaluate(rankingMetrics[id], pattern.ranking, { k });
    return result.measurable && result.known ? [{ pattern, value: result.lower }] : [];
  });
  const n = known.reduce((sum, { pattern }) => sum + pattern.count, 0);
  if (n < 2) return null;
  const listed = known.every(({ pattern }) => pattern.clusters.length === pattern.count);
  if (listed && n <= MAX_RESAMPLED) {
    const rows = known.flatMap(({ pattern, value }): ClusteredValue[] =>
      pattern.clusters.map((cluster) => ({ value, cluster })),
    );
    return bootstrapMean(rows, { resamples: RESAMPLES }).interval;
  }
  const squares = known.reduce((sum, { pattern, value }) => sum + pattern.count * (value - mean) ** 2, 0);
  const { lower, upper } = normalInterval(mean, squares / (n - 1) / n);
  return { lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

/** Share of the top k hits that carry a grade, over the queries that somebody looked at. */
export function judgedMeasurement(
  patterns: readonly ClusteredPattern[],
  k: number,
  of: number,
): Measurement | null {
  const lookedAt = patterns.filter((pattern) => isLookedAt(pattern, k));
  const { judgedAtK } = summariseMetric(rankingMetrics.hit_rate, lookedAt, { k });
  if (judgedAtK === null) return null;
  const n = lookedAt.reduce((sum, { count }) => sum + count, 0);
  return {
    value: judgedAtK,
    lower: null,
    upper: null,
    n,
    of,
    display: rateDisplay(n),
    bandLower: null,
    bandUpper: null,
  };
}
