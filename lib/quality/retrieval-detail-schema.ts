import { z } from 'zod';
import { DEFAULT_K } from '../query-log/filter-sql.ts';
import { K_VALUES } from '../query-log/schema.ts';

const kSchema = z.coerce
  .number()
  .refine((k) => (K_VALUES as readonly number[]).includes(k), `must be one of ${K_VALUES.join(', ')}`);

export const DEFAULT_LAMBDA = 0.5;

export const queryRetrievalParamsSchema = z.object({
  k: kSchema.default(DEFAULT_K),
  lambda: z.coerce.number().min(0).max(1).default(DEFAULT_LAMBDA),
});

const metricValueSchema = z.object({
  metric: z.string(),
  name: z.string(),
  /** Whose judgements: they are never mixed. */
  source: z.enum(['people', 'expected']),
  /** The value with every ungraded hit at 0 and at 3, ordered; null where it cannot be measured. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Whether the two agree. */
  known: z.boolean(),
});

const diversitySchema = z.object({
  compared: z.number(),
  duplicates: z.number(),
  nearDuplicates: z.number(),
  meanSimilarity: z.number().nullable(),
});

/** Recall of what the store returned beside that of the hits; the difference is what ranking lost. */
const recallSchema = z.object({
  source: z.enum(['people', 'expected']),
  relevant: z.number(),
  candidates: z.number(),
  candidatesAtK: z.number(),
  hitsAtK: z.number(),
  lostByRanking: z.number(),
});

export const queryRetrievalSchema = z.object({
  k: z.number(),
  lambda: z.number(),
  metrics: z.array(metricValueSchema),
  /** How much higher RBP could be if everything ungraded, and everything below the list, were relevant; null without hits. */
  rbpResidual: z.number().nullable(),
  hits: diversitySchema,
  /** Null for a query without candidates. */
  mmr: z
    .object({
      items: z.array(
        z.object({
          candidate: z.number(),
          chunk: z.string(),
          id: z.string(),
          title: z.string(),
          grade: z.number().nullable(),
          /** Its rank among the hits; null where it is none of the first k. */
          hitRank: z.number().nullable(),
        }),
      ),
      diversity: diversitySchema,
    })
    .nullable(),
  recall: z.array(recallSchema),
});
export type QueryRetrieval = z.output<typeof queryRetrievalSchema>;
