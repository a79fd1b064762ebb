import { z } from 'zod';
import { CELLS, timeZoneSchema } from '../query-log/filter.ts';
import { DIMENSIONS, K_VALUES } from '../query-log/schema.ts';

/** Widths of a time bucket. A week starts on Monday. A month serves ranges too long for weeks. */
export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** More points than this on one line cannot be told apart. */
export const MAX_BUCKETS = 500;
/** Values of a dimension that get a line of their own; the rest is one line, `OTHER`. */
export const MAX_GROUPS = 6;
export const OTHER = 'other';

/**
 * How a metric is to be read. `rate`: n of `of`, with an interval. `mean`, `median` and `quantile`: a gap where
 * nothing was measured. `count` and `sum`: a true zero where nothing happened.
 */
export const metricKindSchema = z.enum(['rate', 'mean', 'median', 'quantile', 'count', 'sum']);
export const unitSchema = z.enum(['share', 'queries', 'hits', 'score', 'ms', 'usd', 'tokens']);

export const RETRIEVAL_METRICS = [
  'zero_hit_rate',
  'zero_hit_rate_answerable',
  'hits_per_query',
  'top_score',
  'hit_rate_at_k',
  'mrr_at_k',
  'precision_at_k',
  'ndcg_at_k',
  'ndcg_exponential_at_k',
  'recall_at_k',
  'map_at_k',
  'r_precision_at_k',
  'bpref_at_k',
  'rbp_at_k',
  'judged_at_k',
  'hit_rate_at_k_expected',
  'mrr_at_k_expected',
  'precision_at_k_expected',
  'recall_at_k_expected',
  'map_at_k_expected',
  'hit_rate_at_k_judge',
  'mrr_at_k_judge',
  'precision_at_k_judge',
  'ndcg_at_k_judge',
  'retrieval_p50_ms',
  'retrieval_p95_ms',
] as const;

export const ANSWER_METRICS = [
  'answer_good_rate',
  'correct',
  'partly',
  'wrong',
  'disputed',
  'cannot_tell',
  'missing_knowledge',
  'wrong_format',
  'weak_reasoning',
  'unclear',
  'error_rate',
  'error_retrieval',
  'error_generation',
  'error_other',
  'feedback_up',
  'feedback_down',
  'generation_p50_ms',
  'generation_p95_ms',
  'total_p50_ms',
  'total_p95_ms',
  'cost_usd_sum',
  'cost_usd_per_query',
  'cost_usd_per_correct',
  'tokens_input_sum',
  'tokens_output_sum',
  'tokens_input_per_query',
  'tokens_output_per_query',
  'format_conformity',
  'citation_coverage',
  'uncited_rate',
] as const;

export const TRAFFIC_METRICS = ['queries', 'error_rate', 'total_p50_ms', 'total_p95_ms'] as const;

export const QUALITY_METRICS = [
  ...new Set([...RETRIEVAL_METRICS, ...ANSWER_METRICS, ...TRAFFIC_METRICS]),
] as const;
export type RetrievalMetric = (typeof RETRIEVAL_METRICS)[number];
export type AnswerMetric = (typeof ANSWER_METRICS)[number];
export type TrafficMetric = (typeof TRAFFIC_METRICS)[number];
export type QualityMetric = RetrievalMetric | AnswerMetric | TrafficMetric;

const commaList = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').filter((part) => part !== '') : value),
    z.array(item).min(1),
  );

/** URL parameters of every chart, beside the filter (which holds from, to, tz and k). */
const seriesParams = {
  bucket: z.enum([...BUCKETS, 'auto']).default('auto'),
  groupBy: z.enum(DIMENSIONS).optional(),
};
export const retrievalParamsSchema = z.object({
  ...seriesParams,
  metrics: commaList(z.enum(RETRIEVAL_METRICS)).optional(),
});
export const answerParamsSchema = z.object({
  ...seriesParams,
  metrics: commaList(z.enum(ANSWER_METRICS)).optional(),
});
export const trafficParamsSchema = z.object({
  ...seriesParams,
  metrics: commaList(z.enum(TRAFFIC_METRICS)).optional(),
});
/** Without them the range chooses the bucket, there is one line, and every metric is answered. */
export type RetrievalParams = z.input<typeof retrievalParamsSchema>;
export type AnswerParams = z.input<typeof answerParamsSchema>;
export type TrafficParams = z.input<typeof trafficParamsSchema>;

/**
 * What the labels behind a number are: all of a random sample, some, none of them, or there are no labels. Rates of
 * labels rest on those drawn at random, weighted by their inclusion probability; where there are none, or fewer than
 * ten beside others, on the raw share of all, as `not_random`. Means of grades are never weighted.
 */
export const sampleSchema = z.enum(['random', 'mixed', 'not_random', 'none']);
export type Sample = z.infer<typeof sampleSchema>;

/** `full`; `grey` below an effective n of 30; `counts` below 10, where only "3 of 7" is shown. */
export const displaySchema = z.enum(['full', 'grey', 'counts']);

/**
 * One point. Rates: `n` of `of`, and the value is n / of unless weighted. Graded metrics: `n` known of `of`
 * queries that somebody looked at or that found nothing. Means, medians and quantiles: `n` queries with a value of `of`. Counts and sums: n queries of `of`.
 * `value` null: nothing to draw, though `n` and `of` say what there is. `lower` and `upper` are a 95 % interval;
 * for a graded metric whose value is null because too few hits are graded they are the band.
 */
export const pointSchema = z.object({
  /** Start of the bucket in the zone of the range, as an instant; a key of `spans`. */
  start: z.string(),
  /** A key of `groups` (or, for `top_score`, of `scoreGroups` where those exist); null for a single line. */
  group: z.string().nullable(),
  metric: z.enum(QUALITY_METRICS as readonly QualityMetric[]),
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  n: z.number(),
  of: z.number(),
  /** The bucket is not over yet, or the range cuts it. */
  partial: z.boolean(),
  display: displaySchema,
  /** Graded metrics: the value with every ungraded hit of `of` at 0, and with every one at 3. Null elsewhere. */
  bandLower: z.number().nullable(),
  bandUpper: z.number().nullable(),
  /**
   * Rates of labels of a `mixed` sample: the labels drawn at random, which the value and its interval rest on. `n`
   * and `of` count all labels, as the list does.
   */
  weighted: z.object({ n: z.number(), of: z.number() }).optional(),
  /** Graded metrics of people: queries beside `of` whose hits nobody graded. */
  notLookedAt: z.number().optional(),
});
export type Point = z.infer<typeof pointSchema>;

export const spanSchema = z.object({
  start: z.string(),
  /** The part of the bucket inside the range, half-open: `from` and `to` of the filter that opens its rows. */
  from: z.string(),
  to: z.string(),
  partial: z.boolean(),
});
export type Span = z.infer<typeof spanSchema>;

export const groupSchema = z.object({
  group: z.string(),
  /** What to call it: the value, "(none)" for an empty one, "other (12)" for the rest. */
  label: z.string(),
  /** Queries of the group in the whole range. */
  count: z.number(),
  /** Filter that selects the group: a dimension and its values; null where it has too many values to name. */
  filter: z.record(z.string(), z.array(z.string())).nullable(),
});
export type Group = z.infer<typeof groupSchema>;

export const rangeSchema = z.object({
  from: z.string(),
  to: z.string(),
  tz: timeZoneSchema,
  bucket: z.enum(BUCKETS),
});
export type Range = z.infer<typeof rangeSchema>;

export const metricInfoSchema = z.object({
  metric: z.enum(QUALITY_METRICS as readonly QualityMetric[]),
  kind: metricKindSchema,
  unit: unitSchema,
  /** Null where the metric needs no label. */
  sample: sampleSchema.nullable(),
});

/**
 * The answer of every chart. `buckets` holds no row where an average has nothing to show, and a zero for
 * counts. Its rows in the list: the chart's filter + `filter` of the group + `from` and `to` of the span + what
 * `rowsBehind(metric)` adds.
 */
export const seriesSchema = z.object({
  range: rangeSchema,
  k: z.union(K_VALUES.map((k) => z.literal(k))),
  groupBy: z.enum(DIMENSIONS).nullable(),
  /** The largest groups first, at most `MAX_GROUPS` and `OTHER`; empty without `groupBy`. */
  groups: z.array(groupSchema),
  /**
   * Scores of several retrievers or kinds are never pooled: where the slice has several, `top_score` is grouped
   * by these instead. Empty otherwise.
   */
  scoreGroups: z.array(groupSchema.extend({ retriever: z.string(), scoreKind: z.string() })),
  metrics: z.array(metricInfoSchema),
  spans: z.array(spanSchema),
  buckets: z.array(pointSchema),
});
export type Series = z.infer<typeof seriesSchema>;

const shareSchema = z.object({
  value: z.number().nullable(),
  lower: z.number(),
  upper: z.number(),
  nEff: z.number(),
  display: displaySchema,
});

/** Known pairs in the four cells, every other count beside them, and how much of it all is known. */
export const quadrantSchema = z.object({
  k: z.number(),
  /** All queries of the slice. */
  total: z.number(),
  /** Known pairs: the sum of the four cells. */
  n: z.number(),
  /** Of these, drawn at random. Unless `sample` is `not_random` the shares rest on them alone, weighted. */
  randomN: z.number(),
  cells: z.array(
    z.object({
      cell: z.enum(['good-good', 'good-bad', 'bad-good', 'bad-bad']),
      retrieval: z.enum(['good', 'bad']),
      answer: z.enum(['good', 'bad']),
      n: z.number(),
      /** Of these, queries that found nothing at all; only in the cells of bad retrieval. */
      zeroHit: z.number(),
      /** Share of the known pairs. */
      share: shareSchema,
    }),
  ),
  /** Every `<retrieval state>-<answer state>` that is not one of the four cells; open with `cell=`. */
  others: z.array(z.object({ cell: z.enum(CELLS as [string, ...string[]]), n: z.number() })),
  sample: sampleSchema,
});
export type Quadrant = z.infer<typeof quadrantSchema>;

/** The quadrant against the equally long period before: shares now less shares then, of cells that have both. */
export const quadrantChangeSchema = z.object({
  /** The period before, half-open. */
  range: z.object({ from: z.string(), to: z.string() }),
  /** Its known pairs. */
  n: z.number(),
  cells: z.array(
    z.object({
      cell: z.enum(['good-good', 'good-bad', 'bad-good', 'bad-bad']),
      n: z.number(),
      before: z.number(),
      difference: z.number(),
      /** 95 % for one look; `different` holds however often one looks. */
      lower: z.number(),
      upper: z.number(),
      different: z.boolean(),
    }),
  ),
});
export type QuadrantChange = z.infer<typeof quadrantChangeSchema>;

/** What changed most, and where; `text` is the sentence for the page. */
export const changeSchema = z.object({
  /** Start of what is compared: when the value first appeared, or the start of the range. */
  at: z.string(),
  /** What changed with it; null: the range against the equally long period before it. */
  dimension: z.enum(DIMENSIONS).nullable(),
  value: z.string().nullable(),
  metric: z.enum(['zero_hit_rate', 'error_rate', 'hit_rate_at_k', 'answer_good_rate', 'total_p95_ms']),
  before: z.number(),
  after: z.number(),
  nBefore: z.number(),
  nAfter: z.number(),
  text: z.string(),
  /** Opens the rows after the change: additions to the page's filter. */
  filter: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
});
export type Change = z.infer<typeof changeSchema>;

/** How far labelling is, and what a random sample of `sampleSize` would cost and give. */
export const labelProgressSchema = z.object({
  queries: z.number(),
  labelled: z.number(),
  /** Labelled queries with a known inclusion probability. */
  randomLabelled: z.number(),
  offer: z.object({
    sampleSize: z.number(),
    /** Median active seconds of a label here, or the assumption until there are enough labels. */
    secondsPerLabel: z.number(),
    secondsAreAssumed: z.boolean(),
    minutes: z.number(),
    /** Half the width of the 95 % interval if `assumedRate` of the answers fail. */
    halfWidth: z.number(),
    assumedRate: z.number(),
    text: z.string(),
  }),
});
export type LabelProgress = z.infer<typeof labelProgressSchema>;

/** Where queries lie: for a page whose range is empty. `to` is exclusive. */
export const extentSchema = z.object({
  count: z.number(),
  first: z.string().nullable(),
  last: z.string().nullable(),
});
export type Extent = z.infer<typeof extentSchema>;

export const totalsSchema = z.object({
  queries: z.number(),
  errors: z.number(),
  zeroHit: z.number(),
  /** Queries whose retrieval ran without failing: what `zeroHit` is a share of. */
  retrievalRan: z.number(),
  totalP50Ms: z.number().nullable(),
  totalP95Ms: z.number().nullable(),
  costUsd: z.number().nullable(),
});

/** Distinct values of every dimension with their counts, the most frequent first, at most 100 each. */
export const dimensionValuesSchema = z.object({
  dimensions: z.array(
    z.object({
      dimension: z.enum(DIMENSIONS),
      values: z.array(z.object({ value: z.string(), count: z.number() })),
      /** How many distinct values there are. */
      total: z.number(),
    }),
  ),
});
export type DimensionValues = z.infer<typeof dimensionValuesSchema>;
