import { z } from 'zod';

const intervalSchema = z.object({ lower: z.number(), upper: z.number() });

/** What must stand together, for one thing that reviewers rate. `display` says how far alpha may be shown. */
export const agreementViewSchema = z.object({
  jointItems: z.number(),
  display: z.enum(['table', 'grey', 'full']),
  alpha: z.number().nullable(),
  interval: intervalSchema.nullable(),
  percent: z.number().nullable(),
  specific: z.array(
    z.object({ category: z.union([z.string(), z.number()]), agreement: z.number(), ratings: z.number() }),
  ),
});
export type AgreementView = z.output<typeof agreementViewSchema>;

const kappaSchema = z.object({ kappa: z.number(), interval: intervalSchema, items: z.number() }).nullable();

export const RATED = ['verdict', 'failure', 'grades'] as const;
export type Rated = (typeof RATED)[number];

export const agreementSchema = z.object({
  /** Verdict and failure nominal, grades ordinal. */
  verdict: agreementViewSchema,
  failure: agreementViewSchema,
  grades: agreementViewSchema,
  /** Cohen's kappa of each two reviewers who labelled a query in common; of the grades with linear weights. */
  pairs: z.array(
    z.object({
      first: z.string(),
      second: z.string(),
      verdict: kappaSchema,
      failure: kappaSchema,
      grades: kappaSchema,
    }),
  ),
  /** How often two reviewers gave these categories to one thing; below the diagonal it is empty. */
  confusion: z.object({
    rated: z.enum(RATED),
    categories: z.array(z.union([z.string(), z.number()])),
    /** `count` is of pairs of ratings, `queries` of the queries they were given on, `queryIds` the first 500 of these. */
    cells: z.array(
      z.array(z.object({ count: z.number(), queries: z.number(), queryIds: z.array(z.string()) })),
    ),
  }),
});
export type Agreement = z.output<typeof agreementSchema>;

export const readAgreementSchema = z.object({
  queueId: z.string().optional(),
  /** What the confusion table shows. */
  rated: z.enum(RATED).default('verdict'),
});

/** Why a query waits for somebody to decide. */
export const DISPUTES = ['verdict', 'failure', 'grades', 'flag'] as const;
export const disputeSchema = z.object({
  queryId: z.string(),
  question: z.string(),
  labels: z.number(),
  reasons: z.array(z.enum(DISPUTES)),
  flagNotes: z.array(z.string()),
  /** It was decided before, and a label changed since. */
  reopened: z.boolean(),
  /** When the last of its labels was given. */
  labelledAt: z.string(),
});
export const disputePageSchema = z.object({
  items: z.array(disputeSchema),
  total: z.number(),
  /** Those that the reader must still judge unseen; they are not among the items. */
  hidden: z.number(),
});
export type Dispute = z.output<typeof disputeSchema>;
export const listDisputesSchema = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });

export const reviewerViewSchema = z.object({
  personId: z.string(),
  name: z.string(),
  labels: z.number(),
  /** Labels of which the active time is known: an import brings none. */
  timedLabels: z.number(),
  activeSeconds: z.number(),
  medianActiveSeconds: z.number().nullable(),
  /** Of labels that another reviewer's can be held against, the share with the same verdict. */
  joint: z.number(),
  agreeing: z.number(),
  skipped: z.number(),
  /** Shown gold items, and how many had the decided verdict and failure. */
  gold: z.number(),
  goldAgreeing: z.number(),
});
export type ReviewerView = z.output<typeof reviewerViewSchema>;
export const reviewerListSchema = z.object({ items: z.array(reviewerViewSchema) });
