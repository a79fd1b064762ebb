import { z } from 'zod';

const share = z.object({ chosen: z.number(), of: z.number() });

/** How well a sample stands for what it was drawn from. */
export const coverageSchema = z.object({
  /** Labelled queries that match and can be used; of more than `lookedAt`, that many were drawn at random. */
  usable: z.number(),
  lookedAt: z.number(),
  chosen: z.number(),
  /** By what the query was found to be: correct, or its failure. */
  kinds: z.array(share.extend({ kind: z.string() })),
  /** Groups of questions that ask alike. */
  clusters: share,
  /** The largest groups, with the question that is most typical of each. */
  largest: z.array(share.extend({ question: z.string() })),
});
export type Coverage = z.output<typeof coverageSchema>;

export const goldenSampleSchema = z.object({
  queries: z.array(
    z.object({ queryId: z.string(), question: z.string(), kind: z.string(), hasIdealAnswer: z.boolean() }),
  ),
  coverage: coverageSchema,
});
export type GoldenSample = z.output<typeof goldenSampleSchema>;
