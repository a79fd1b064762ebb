import { evaluate } from '../retrieval-metrics/known-value.ts';
import { type MetricId, rankingMetrics } from '../retrieval-metrics/registry.ts';
import { type RankingPattern, summariseMetric } from '../retrieval-metrics/summarise-metric.ts';
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

/**
 * A ranking metric over the queries of one point, of which `all` ran and should have found something. The patterns
 * hold all that found nothing (known, 0) and those of the others whose questions somebody graded.
 *
 * The mean over the known queries with hits, times the share of queries with hits: zero hits enter at their share
 * of all queries, however few of the others were graded. Where all is graded it is the mean over all. As in
 * trec_eval, queries that nobody looked at enter neither the mean nor the band: that is a matter of sampling.
 * Null where queries had hits and nobody looked at any.
 */
export function gradedMeasurement(
  id: MetricId,
  patterns: readonly ClusteredPattern[],
  k: number,
  all: number,
): Measurement | null {
  const { lookedAt, zeroHits } = splitPatterns(patterns, k);
  const zeroHitCount = countOf(zeroHits);
  const summary = summariseMetric(rankingMetrics[id], lookedAt, { k });
  if (all === 0 || (summary.total === 0 && zeroHitCount < all)) return null;

  const foundShare = (all - zeroHitCount) / all;
  const scaled = (mean: number | null) =>
    zeroHitCount === all ? 0 : mean === null ? null : mean * foundShare;
  const zeroHitWeight = zeroHitCount === all ? 1 : summary.knownCount / (all - zeroHitCount);
  const effectiveCount = summary.knownCount + zeroHitCount * zeroHitWeight;
  const value = scaled(summary.value);
  const band = { lower: scaled(summary.lower), upper: scaled(summary.upper) };
  const of = countOf(lookedAt) + zeroHitCount;
  const shared = {
    value,
    n: summary.knownCount + zeroHitCount,
    of,
    display: rateDisplay(effectiveCount),
    bandLower: band.lower,
    bandUpper: band.upper,
    notLookedAt: all - of,
  };
  if (value === null) return { ...shared, ...band };
  const known = knownValues(id, lookedAt, zeroHits, { k, zeroHitWeight });
  const interval =
    id === 'hit_rate' || areAlike(known)
      ? rateOfCounts(Math.min(effectiveCount, value * effectiveCount), effectiveCount)
      : meanInterval(known, value);
  return { ...shared, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
}

interface Split {
  /** Queries with hits, one of whose top k somebody graded. */
  lookedAt: readonly ClusteredPattern[];
  zeroHits: readonly ClusteredPattern[];
}

function splitPatterns(patterns: readonly ClusteredPattern[], k: number): Split {
  const hasGrade = ({ ranking }: RankingPattern) =>
    ranking.grades.slice(0, k).some((grade) => grade !== null);
  return {
    lookedAt: patterns.filter(hasGrade),
    zeroHits: patterns.filter(({ ranking }) => ranking.grades.length === 0),
  };
}

function countOf(patterns: readonly RankingPattern[]): number {
  return patterns.reduce((sum, { count }) => sum + count, 0);
}

interface KnownValue {
  pattern: ClusteredPattern;
  value: number;
  weight: number;
}

function knownValues(
  id: MetricId,
  lookedAt: readonly ClusteredPattern[],
  zeroHits: readonly ClusteredPattern[],
  { k, zeroHitWeight }: { k: number; zeroHitWeight: number },
): KnownValue[] {
  const graded = lookedAt.flatMap((pattern): KnownValue[] => {
    const result = evaluate(rankingMetrics[id], pattern.ranking, { k });
    return result.measurable && result.known ? [{ pattern, value: result.lower, weight: 1 }] : [];
  });
  return [...graded, ...zeroHits.map((pattern) => ({ pattern, value: 0, weight: zeroHitWeight }))];
}

/** Resampling equal values gives an interval without width, though few of them say little of the next. */
function areAlike(known: readonly KnownValue[]): boolean {
  return known.every(({ value }) => value === known[0]?.value);
}

function meanInterval(known: readonly KnownValue[], mean: number): Interval | null {
  const n = countOf(known.map(({ pattern }) => pattern));
  const listed = known.every(({ pattern }) => pattern.clusters.length === pattern.count);
  if (listed && n <= MAX_RESAMPLED) {
    const rows = known.flatMap(({ pattern, value, weight }): ClusteredValue[] =>
      pattern.clusters.map((cluster) => ({ value, weight, cluster })),
    );
    return bootstrapMean(rows, { resamples: RESAMPLES }).interval;
  }
  const sum = (of: (one: KnownValue) => number) =>
    known.reduce((total, one) => total + one.pattern.count * one.weight * of(one), 0);
  const effectiveCount = sum(() => 1);
  if (effectiveCount < 2) return null;
  const variance = sum(({ value }) => (value - mean) ** 2) / (effectiveCount - 1);
  const { lower, upper } = normalInterval(mean, variance / effectiveCount);
  return { lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

/** Share of the top k hits that carry a grade, over the queries that somebody looked at; zero hits have none. */
export function judgedMeasurement(
  patterns: readonly ClusteredPattern[],
  k: number,
  all: number,
): Measurement | null {
  const { lookedAt, zeroHits } = splitPatterns(patterns, k);
  const { judgedAtK } = summariseMetric(rankingMetrics.hit_rate, lookedAt, { k });
  if (judgedAtK === null) return null;
  const n = countOf(lookedAt);
  return {
    value: judgedAtK,
    lower: null,
    upper: null,
    n,
    of: n,
    display: rateDisplay(n),
    bandLower: null,
    bandUpper: null,
    notLookedAt: all - countOf(zeroHits) - n,
  };
}
