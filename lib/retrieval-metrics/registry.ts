import { averagePrecision } from './average-precision-at-k.ts';
import { bpref } from './bpref-at-k.ts';
import { hitRate } from './hit-rate-at-k.ts';
import { ndcg, ndcgExponential } from './ndcg-at-k.ts';
import { precision } from './precision-at-k.ts';
import { rPrecision } from './r-precision-at-k.ts';
import { rankBiasedPrecision } from './rank-biased-precision-at-k.ts';
import type { RankingMetric } from './ranking-metric.ts';
import { recall } from './recall-at-k.ts';
import { reciprocalRank } from './reciprocal-rank-at-k.ts';

const metrics = {
  hit_rate: hitRate,
  mrr: reciprocalRank,
  precision,
  ndcg,
  ndcg_exponential: ndcgExponential,
  recall,
  map: averagePrecision,
  r_precision: rPrecision,
  bpref,
  rbp: rankBiasedPrecision,
} as const satisfies Record<string, RankingMetric>;

export type MetricId = keyof typeof metrics;

/** Every ranking metric by its id. A further metric is one file with its function and its description. */
export const rankingMetrics: Readonly<Record<MetricId, RankingMetric>> = metrics;
