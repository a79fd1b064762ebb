import { z } from 'zod';
import { displaySchema } from './schema.ts';

/** Mean recall over the queries of a slice that logged candidates and whose relevant chunks are known. */
const lossSchema = z.object({
  source: z.enum(['people', 'expected']),
  n: z.number(),
  candidates: z.number(),
  candidatesAtK: z.number(),
  hitsAtK: z.number(),
  /** Mean of candidates - hits at k, with a 95 % interval; null below two queries. */
  lost: z.number(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  display: displaySchema,
  /** Queries for which ranking lost something. */
  losing: z.number(),
});

export const candidateRecallSchema = z.object({
  k: z.number(),
  /** Queries whose retrieval ran, and those of them with candidates. */
  ran: z.number(),
  withCandidates: z.number(),
  losses: z.array(lossSchema),
});
export type CandidateRecall = z.output<typeof candidateRecallSchema>;

/** How much the first k hits of a query repeat each other, over a random sample of the slice. */
export const hitListDiversitySchema = z.object({
  k: z.number(),
  /** Queries with at least two hits, and how many of them were looked at. */
  queries: z.number(),
  sampled: z.number(),
  /** Shares of the compared hits; null without any. */
  compared: z.number(),
  duplicateShare: z.number().nullable(),
  nearDuplicateShare: z.number().nullable(),
  /** Mean over the sampled queries; null without any. */
  meanSimilarity: z.number().nullable(),
});
export type HitListDiversity = z.output<typeof hitListDiversitySchema>;

export const DOCUMENT_GROUPINGS = ['source', 'indexVersion'] as const;
export const documentParamsSchema = z.object({
  by: z.enum(DOCUMENT_GROUPINGS).default('source'),
  limit: z.coerce.number().int().min(1).max(500).default(20),
});

/** Hits of the first k by where they come from. Scores of several retrievers or kinds are never pooled. */
export const retrievedDocumentsSchema = z.object({
  k: z.number(),
  by: z.enum(DOCUMENT_GROUPINGS),
  items: z.array(
    z.object({
      /** The source, else the title, else the id of a hit; or the index version. */
      name: z.string(),
      retriever: z.string(),
      scoreKind: z.string(),
      /** Queries with a hit of it among the first k, and those whose first hit is of it. */
      queries: z.number(),
      first: z.number(),
      /** Median score of these first hits; null where they have none. */
      medianTopScore: z.number().nullable(),
      /** Hits of it among the first k that people graded, and the relevant of them. */
      graded: z.number(),
      relevant: z.number(),
      relevantShare: z.number().nullable(),
      lower: z.number(),
      upper: z.number(),
      display: displaySchema,
    }),
  ),
  /** How many names there are, each once a retriever and kind. */
  total: z.number(),
});
export type RetrievedDocuments = z.output<typeof retrievedDocumentsSchema>;

export const worstParamsSchema = z.object({ limit: z.coerce.number().int().min(1).max(500).default(20) });

/** Questions whose retrieval is known to be bad. */
export const worstQuestionsSchema = z.object({
  k: z.number(),
  items: z.array(
    z.object({
      question: z.string(),
      questionHash: z.string(),
      /** Bad queries that ask it, and how many of those found nothing. */
      bad: z.number(),
      zeroHit: z.number(),
      /** The best grade among the first k hits; null where none was found. */
      bestGrade: z.number().nullable(),
      /** Whether a relevant chunk is known that was not among the first k. */
      hasRelevantElsewhere: z.boolean(),
      lastAt: z.string(),
      lastId: z.string(),
    }),
  ),
  /** Bad queries and the questions they ask, in all. */
  bad: z.number(),
  questions: z.number(),
});
export type WorstQuestions = z.output<typeof worstQuestionsSchema>;

export const gapParamsSchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const lexicalGapsSchema = z.object({
  /** Known chunks, and how many of them may hold a term that still counts as rare. */
  known: z.number(),
  rareUpTo: z.number(),
  /** Questions that were looked at, the latest of the slice, and whether these are all. */
  lookedAt: z.number(),
  isAll: z.boolean(),
  items: z.array(
    z.object({
      question: z.string(),
      questionHash: z.string(),
      asked: z.number(),
      hits: z.number(),
      lastId: z.string(),
      /** Rare terms of the question that no hit holds and a known chunk does, the rarest first. */
      terms: z.array(z.object({ term: z.string(), chunks: z.number() })),
      /** The chunk that holds most of them. */
      chunk: z.object({
        chunk: z.string(),
        id: z.string(),
        title: z.string(),
        source: z.string(),
        text: z.string(),
        terms: z.array(z.string()),
      }),
    }),
  ),
  /** Questions with a gap among those looked at. */
  total: z.number(),
});
export type LexicalGaps = z.output<typeof lexicalGapsSchema>;
