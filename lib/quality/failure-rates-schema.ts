import { z } from 'zod';
import { FAILURES } from '../query-log/schema.ts';
import { displaySchema, sampleSchema } from './schema.ts';

/** `value` null where there is nothing to be a share of. `positives` is fractional where reviewers differ. */
export const rateSchema = z.object({
  value: z.number().nullable(),
  lower: z.number(),
  upper: z.number(),
  positives: z.number(),
  n: z.number(),
  nEff: z.number(),
  display: displaySchema,
});

const correctedSchema = z.object({
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
  nEff: z.number(),
  display: displaySchema,
});

/**
 * How many answers fail and how, as far as labels say. Each query counts once: the adjudicated label, else each of its
 * labels with its part. Rates rest on labels drawn at random, weighted by 1 / inclusion probability, where they are a
 * sample (ten at least, beside others); `raw` is the same of all labels as they are.
 */
export const failureRatesSchema = z.object({
  sample: sampleSchema,
  /** Good answers by resolved labels: `positives` of `n` labelled queries, as the list counts them. */
  good: rateSchema,
  /** Failed (partly or wrong) of the decided (correct, partly or wrong). */
  rate: rateSchema,
  raw: rateSchema,
  /** One sentence on why `rate` and `raw` differ; null where they rest on the same. */
  difference: z.string().nullable(),
  /** Labelled "cannot tell", of all labelled. */
  cannotTell: rateSchema,
  /** The rate if none, and if all, of what is lost had failed; null while that is at most 5 % of the weight. */
  bounds: z.object({ lower: z.number(), upper: z.number() }).nullable(),
  /** Queries of the random sample without a label. */
  nonResponse: z.object({
    /** Not reached yet: what is labelled of the same class and week weighs for them as well. */
    pending: z.number(),
    /** Given back unlabelled. */
    skipped: z.number(),
    /** Of the weight of what is labelled or skipped. */
    skippedShare: z.number(),
    /** Taken out as not real queries, and their share of the weight of all that were drawn. No rate counts them. */
    removed: z.number(),
    removedShare: z.number(),
    /** Weight without an outcome, skipped or "cannot tell", of the same. */
    lostShare: z.number(),
    /** Classes of which nothing is labelled, though they stand for more than 5 %: with any, rates have no value. */
    unlabelledClasses: z.array(z.string()),
    /** One sentence; null where every drawn query is labelled. */
    text: z.string().nullable(),
  }),
  /** Queries whose labels differ and are not adjudicated. */
  differing: z.number(),
  /** Shares of the failures; each interval is 95 % on its own. `failures` is how many queries failed at all. */
  mix: z.array(z.object({ kind: z.enum(FAILURES), share: rateSchema, raw: rateSchema })),
  failures: z.number(),
  /** The rate freed of the first reviewers' errors, by what second labels say; null below 50 of them. */
  twoPhase: correctedSchema.extend({ overlap: z.number(), firstRate: z.number() }).nullable(),
  /** The rate with the help of a judge that scored more than people labelled; the most useful first. */
  judges: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      /** Queries with both a label and a score of this version, and all scored ones that were read. */
      pairs: z.number(),
      scored: z.number(),
      /** Null while there are too few pairs, or where the judge does not help. */
      rate: correctedSchema.nullable(),
      /** What is missing, or what the judge's own share of failures would have been. */
      note: z.string(),
    }),
  ),
});
export type FailureRates = z.infer<typeof failureRatesSchema>;
