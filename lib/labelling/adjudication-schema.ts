import { z } from 'zod';
import { gradeSchema } from '../query-log/schema.ts';
import { labelViewSchema } from './schema.ts';

const saidFields = {
  verdict: labelViewSchema.shape.verdict,
  failure: labelViewSchema.shape.failure,
  secondaryFailure: labelViewSchema.shape.secondaryFailure,
  detail: labelViewSchema.shape.detail,
  nothingToFind: labelViewSchema.shape.nothingToFind,
  idealAnswer: labelViewSchema.shape.idealAnswer,
  note: labelViewSchema.shape.note,
  /** By hit id, or by chunk hash where hits of the query share an id. */
  grades: z.record(z.string(), gradeSchema),
};

/** What somebody decided on a query. */
export const decisionSchema = z.object({
  id: z.string(),
  by: z.string(),
  ...saidFields,
  createdAt: z.string(),
  /** When it ceased to count: a label changed, or it was decided again. Null for the one that counts. */
  endedAt: z.string().nullable(),
});
export type Decision = z.output<typeof decisionSchema>;

export const decisionsSchema = z.object({
  current: decisionSchema.nullable(),
  /** Those that count no more, newest first. */
  earlier: z.array(decisionSchema),
});
export type Decisions = z.output<typeof decisionsSchema>;

export const adjudicatedSchema = z.object({ id: z.string() });
/** Somebody else decided since the query was opened: what they decided, null where the reader must not see it. */
export const decidedSinceSchema = z.object({
  status: z.literal('conflict'),
  reason: z.literal('decided'),
  message: z.string(),
  standing: decisionSchema.nullable(),
});
export type DecidedSince = z.output<typeof decidedSinceSchema>;

/** A reviewer's label as whoever decides sees it: under a letter instead of a name. */
export const voteSchema = z.object({
  letter: z.string(),
  ...saidFields,
  inDocuments: labelViewSchema.shape.inDocuments,
  missingDocument: labelViewSchema.shape.missingDocument,
  flag: labelViewSchema.shape.flag,
});
export type Vote = z.output<typeof voteSchema>;
