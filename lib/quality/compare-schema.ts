import { z } from 'zod';
import { type Filter, filterSchema, splitSearchParams } from '../query-log/filter.ts';
import { DIMENSIONS } from '../query-log/schema.ts';
import { displaySchema, sampleSchema } from './schema.ts';

/** What is compared, in the order of the page: the answer side, the retrieval side, both. */
export const COMPARED_METRICS = [
  'failure_rate',
  'missing_knowledge',
  'wrong_format',
  'weak_reasoning',
  'hit_rate_at_k',
  'mrr_at_k',
  'zero_hit_rate',
  'error_rate',
  'total_ms',
  'cost_usd',
] as const;
export type ComparedMetric = (typeof COMPARED_METRICS)[number];

/** One side: URL parameters of a filter, which stand in place of the shared ones of the same name. */
const sideSchema = z
  .string()
  .max(8000)
  .transform((text, ctx): Filter => {
    const params = new URLSearchParams(text);
    const { filter, rest } = splitSearchParams(params);
    // Without a value it is left out above, but a word that is no filter must not mean everything.
    const unknown = [...params].filter(
      ([name, value]) => value === '' && !Object.hasOwn(filterSchema.shape, name),
    );
    const parsed = filterSchema.safeParse({ ...filter, ...rest, ...Object.fromEntries(unknown) });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      ctx.addIssue({ code: 'custom', message: `${issue.path.join('.') || 'the filter'}: ${issue.message}` });
    }
    return z.NEVER;
  });

export const compareParamsSchema = z.object({
  a: sideSchema.describe('The first side: URL parameters of a filter, encoded, as in indexVersion%3Dv7.'),
  b: sideSchema.describe('The second side.'),
  points: z.coerce
    .number()
    .min(0.5)
    .max(50)
    .default(5)
    .describe('The difference of shares, in percentage points, that should be seen if it is there.'),
});

const estimateSchema = z.object({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Shares: `n` of `of`. Means: n values of `of` queries. */
  n: z.number(),
  of: z.number(),
  nEff: z.number(),
  display: displaySchema,
});
export type ComparedEstimate = z.infer<typeof estimateSchema>;

const differenceSchema = z.object({
  /** B less A. */
  value: z.number(),
  /** 95 % for one look. */
  lower: z.number(),
  upper: z.number(),
  pValue: z.number(),
  /** Corrected for every comparison of the answer (Holm). */
  correctedP: z.number(),
  /** By the always-valid interval alone: it holds however often one looks. */
  different: z.boolean(),
});

const sideInfoSchema = z.object({
  queries: z.number(),
  labelled: z.number(),
  /** Labels that the failure rate and its kinds rest on: those drawn at random, or all of both sides. */
  counting: z.number(),
  sample: sampleSchema,
  /** Of the drawn queries, classes that stand for much and have no label: with any there is no failure rate. */
  unlabelledClasses: z.array(z.string()),
});

/** Two slices side by side. Differences are B less A; null where a side has nothing to compare. */
export const comparisonSchema = z.object({
  k: z.number(),
  a: sideInfoSchema,
  b: sideInfoSchema,
  /** Queries that are on both sides: with any, the sides are not independent and intervals are too wide. */
  inBoth: z.number(),
  /** Questions asked on both sides. */
  sharedQuestions: z.number(),
  /** Differences that were tested: what p-values are corrected for. */
  tests: z.number(),
  points: z.number(),
  /**
   * What the failure rate of B would be with A's mix of the dimension in which they differ most, and that less A's.
   * Null where no value's share differs by more than ten points, or where it cannot be said.
   */
  standardised: z
    .object({
      dimension: z.enum(DIMENSIONS),
      /** The value whose share differs most, and its share of each side's queries. */
      group: z.string(),
      shareA: z.number(),
      shareB: z.number(),
      rate: z.number(),
      difference: z.object({ value: z.number(), lower: z.number(), upper: z.number() }),
    })
    .nullable(),
  metrics: z.array(
    z.object({
      metric: z.enum(COMPARED_METRICS),
      unit: z.enum(['share', 'score', 'ms', 'usd']),
      /** Rests on labels or grades, so that more of them can be had. */
      labelled: z.boolean(),
      a: estimateSchema,
      b: estimateSchema,
      difference: differenceSchema.nullable(),
      /** Labels (of unlabelled shares: queries) still missing on each side to see a difference of `points`. */
      more: z.object({ a: z.number(), b: z.number(), badgeA: z.number(), badgeB: z.number() }).nullable(),
      /** Over the questions asked on both sides, several runs of one averaged. Null below ten. */
      paired: z
        .object({ pairs: z.number(), a: z.number(), b: z.number(), difference: differenceSchema })
        .nullable(),
    }),
  ),
});
export type Comparison = z.infer<typeof comparisonSchema>;
