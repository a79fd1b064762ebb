import { z } from 'zod';

/** One of the last things a person said, as their history shows it. */
export const ownLabelSchema = z.object({
  id: z.string(),
  queryId: z.string(),
  /** The first 200 characters; empty where the query is gone from the log. */
  question: z.string(),
  verdict: z.string(),
  failure: z.string().nullable(),
  /** The queue it was given in; null for one given outside of any. */
  queueId: z.string().nullable(),
  createdAt: z.string(),
  /** Until when it can be taken back. */
  undoUntil: z.string(),
});
export const ownLabelsSchema = z.object({ items: z.array(ownLabelSchema) });
export type OwnLabel = z.output<typeof ownLabelSchema>;
