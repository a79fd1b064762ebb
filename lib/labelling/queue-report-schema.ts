import { z } from 'zod';

/** What moves while people label: light enough to be asked for every few seconds. */
export const queueCountsSchema = z.object({
  /** Places for one reviewer each: a query that two shall label has two. */
  total: z.number(),
  done: z.number(),
  /** Free to be taken; `leased` are on somebody's screen. */
  open: z.number(),
  leased: z.number(),
  /** Left the queue because three people skipped them. */
  unjudged: z.number(),
  yoursDoneToday: z.number(),
  /** Of whoever asks: queries they labelled here, and these with those that they may still be given. */
  yoursDone: z.number(),
  yoursTotal: z.number(),
});
export type QueueCounts = z.output<typeof queueCountsSchema>;

export const countsOfQueueSchema = queueCountsSchema.extend({ id: z.string() });
export type CountsOfQueue = z.output<typeof countsOfQueueSchema>;
export const queueCountsListSchema = z.object({ items: z.array(countsOfQueueSchema) });

/** One filling of a queue. A window is null where it was filled as it was made, over everything. */
export const queueRunSchema = z.object({
  at: z.string(),
  window: z.object({ from: z.string(), to: z.string() }).nullable(),
  candidates: z.number(),
  /** The cap. */
  wanted: z.number(),
  /** Queries that were not in the queue before. */
  added: z.number(),
});
export type QueueRunView = z.output<typeof queueRunSchema>;

/** What a queue has not been answered, and where its queries came from. */
export interface QueueReport {
  /** The newest first, at most ten. */
  runs: QueueRunView[];
  /** Queries that somebody skipped, and how often for which reason. */
  skippedQueries: number;
  skips: { reason: string | null; n: number }[];
  /** Queries that three people skipped. */
  unjudgedQueries: number;
  /** Decided queries outside the queue: what practice and hidden items can be taken from. */
  goldQueries: number;
  /** Current labels given in this queue, and those of them that say "cannot tell". */
  labels: number;
  cannotTell: number;
  /** Queries taken out as not real ones. */
  removedQueries: number;
  /** Open places that only one person is given, by person. */
  assigned: { personId: string; name: string; n: number }[];
}

export const assignItemsSchema = z.strictObject({
  /** Who gets them; null frees them for everybody. */
  personId: z.string().nullable(),
});
export const assignQueueSchema = assignItemsSchema.extend({
  /** How many open places at most, in serving order; absent: all. */
  count: z.number().int().min(1).max(5000).optional(),
  /** With `personId` null: frees only what this person has. */
  of: z.string().optional(),
});
export const assignedItemsSchema = z.object({ assigned: z.number() });
