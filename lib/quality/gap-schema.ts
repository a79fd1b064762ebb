import { z } from 'zod';

export const GAP_STATES = ['open', 'closed'] as const;

export const gapParamsSchema = z.object({
  state: z.enum([...GAP_STATES, 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type GapParams = z.input<typeof gapParamsSchema>;

export const gapSchema = z.object({
  id: z.string(),
  /** The wording that is asked most. */
  title: z.string(),
  state: z.enum(GAP_STATES),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Queries that found nothing, or whose answer was labelled as missing knowledge. */
  queries: z.number(),
  zeroHits: z.number(),
  missing: z.number(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  /** What closed it: a replay that retrieved well, or the next real occurrences that did. */
  closed: z.object({ at: z.string(), by: z.enum(['replay', 'occurrences']), queryId: z.string() }).nullable(),
  /** How often it came back after it had been closed. */
  reopened: z.number(),
  /** Every wording, the most asked first; `queryId` is the latest query that asked it in vain. */
  wordings: z.array(
    z.object({ question: z.string(), queries: z.number(), queryId: z.string(), lastSeenAt: z.string() }),
  ),
});
export type Gap = z.output<typeof gapSchema>;

/** `total` counts the gaps of that state, `queries` the queries in vain of all open ones. */
export const gapListSchema = z.object({
  items: z.array(gapSchema),
  total: z.number(),
  open: z.number(),
  closed: z.number(),
  openQueries: z.number(),
  /** Whom a gap can be given to. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type GapList = z.output<typeof gapListSchema>;

export const assignGapSchema = z.strictObject({
  ownerId: z.string().min(1).max(200).nullable().describe('A person of the project; null for nobody.'),
});
