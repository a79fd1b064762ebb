import type { z } from 'zod';
import type { metricKindSchema, QualityMetric, unitSchema } from './schema.ts';

export interface MetricInfo {
  kind: z.infer<typeof metricKindSchema>;
  unit: z.infer<typeof unitSchema>;
  /** Whether it rests on what people said, so that the sample behind it matters. */
  labelled: boolean;
}

const info = (kind: MetricInfo['kind'], unit: MetricInfo['unit'], labelled = false): MetricInfo => ({
  kind,
  unit,
  labelled,
});
const LABEL_RATE = info('rate', 'share', true);
const RATE = info('rate', 'share');
const LATENCY = info('quantile', 'ms');

/** How each metric of the charts is read and drawn. */
export const METRIC_INFO: Readonly<Record<QualityMetric, MetricInfo>> = {
  zero_hit_rate: RATE,
  zero_hit_rate_answerable: RATE,
  hits_per_query: info('mean', 'hits'),
  top_score: info('median', 'score'),
  hit_rate_at_k: LABEL_RATE,
  mrr_at_k: info('mean', 'share', true),
  precision_at_k: info('mean', 'share', true),
  ndcg_at_k: info('mean', 'share', true),
  ndcg_exponential_at_k: info('mean', 'share', true),
  recall_at_k: info('mean', 'share', true),
  map_at_k: info('mean', 'share', true),
  r_precision_at_k: info('mean', 'share', true),
  bpref_at_k: info('mean', 'share', true),
  rbp_at_k: info('mean', 'share', true),
  judged_at_k: info('mean', 'share', true),
  hit_rate_at_k_expected: RATE,
  mrr_at_k_expected: info('mean', 'share'),
  precision_at_k_expected: info('mean', 'share'),
  recall_at_k_expected: info('mean', 'share'),
  map_at_k_expected: info('mean', 'share'),
  hit_rate_at_k_judge: RATE,
  mrr_at_k_judge: info('mean', 'share'),
  precision_at_k_judge: info('mean', 'share'),
  ndcg_at_k_judge: info('mean', 'share'),
  retrieval_p50_ms: LATENCY,
  retrieval_p95_ms: LATENCY,
  answer_good_rate: LABEL_RATE,
  correct: LABEL_RATE,
  partly: LABEL_RATE,
  wrong: LABEL_RATE,
  disputed: LABEL_RATE,
  cannot_tell: LABEL_RATE,
  missing_knowledge: LABEL_RATE,
  wrong_format: LABEL_RATE,
  weak_reasoning: LABEL_RATE,
  unclear: LABEL_RATE,
  error_rate: RATE,
  error_retrieval: RATE,
  error_generation: RATE,
  error_other: RATE,
  feedback_up: RATE,
  feedback_down: RATE,
  generation_p50_ms: LATENCY,
  generation_p95_ms: LATENCY,
  total_p50_ms: LATENCY,
  total_p95_ms: LATENCY,
  cost_usd_sum: info('sum', 'usd'),
  cost_usd_per_query: info('mean', 'usd'),
  tokens_input_sum: info('sum', 'tokens'),
  cost_usd_per_correct: info('mean', 'usd', true),
  tokens_output_sum: info('sum', 'tokens'),
  tokens_input_per_query: info('mean', 'tokens'),
  tokens_output_per_query: info('mean', 'tokens'),
  format_conformity: RATE,
  citation_coverage: info('mean', 'share'),
  uncited_rate: RATE,
  queries: info('count', 'queries'),
};
