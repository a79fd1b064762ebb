import { z } from 'zod';
import { chatMessageSchema, ERROR_STAGES, SCORE_KINDS, SCORE_SOURCES } from '#lib/query-log/schema.ts';

/** The published limits of what is taken in. */
export const LIMITS = {
  wireBytes: 8 * 2 ** 20,
  inflatedBytes: 32 * 2 ** 20,
  inFlightBytes: 128 * 2 ** 20,
  eventBytes: 2 ** 20,
  fieldBytes: 256 * 2 ** 10,
  batchEvents: 500,
  depth: 64,
  keys: 2_000,
  hits: 200,
  idLength: 256,
  futureMs: 10 * 60_000,
  requestMs: 60_000,
  storeMs: 15_000,
} as const;

const text = z.string().nullish();
const amount = z.number().nullish();
const count = z.number().int().nonnegative().nullish();
const free = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
const id = z.string().min(1).max(LIMITS.idLength);

/** Whether a chunk came with a text: a blank one counts as absent, else all blank ones would be one chunk. */
export function isText(text: string | null | undefined): text is string {
  return text != null && text.trim() !== '';
}

const hitSchema = z
  .object({
    id: z
      .union([z.string().min(1).max(4096), z.number().int().transform(String)])
      .nullish()
      .describe('Document or chunk; the content hash where absent.'),
    text,
    title: text,
    source: text,
    metadata: free.nullish(),
    score: z.number().nullish(),
    cited: z.boolean().nullish(),
  })
  .refine((hit) => hit.id != null || hit.text != null, 'needs an id or a text');
export type WireHit = z.output<typeof hitSchema>;

/** One query as an application sends it. `null` counts as absent everywhere but in `answer`. */
export const querySchema = z.object({
  id: id.nullish().describe('Makes a resend harmless; made here and returned where absent.'),
  startedAt: z.union([z.string(), z.number()]).nullish().describe('ISO 8601 with offset, or epoch ms.'),
  question: text.describe('Required unless `messages` has a user turn.'),
  messages: z.array(chatMessageSchema).nullish(),
  retrievalQuery: text,
  hits: z
    .array(hitSchema)
    .nullish()
    .describe("In the retriever's order. [] = found nothing; absent = no retrieval."),
  scoreKind: z.enum(SCORE_KINDS).nullish(),
  candidates: z.array(hitSchema).nullish(),
  topK: z.number().int().min(0).max(65_535).nullish(),
  answer: text,
  error: z
    .object({ stage: z.enum(ERROR_STAGES).nullish(), type: text, message: text })
    .nullish()
    .describe('A failed retrieval is an error of stage retrieval, not zero hits.'),
  model: text,
  promptVersion: text,
  retriever: text,
  indexVersion: text,
  environment: text,
  release: text,
  latency: z
    .object({ retrievalMs: amount, generationMs: amount, firstTokenMs: amount, totalMs: amount })
    .nullish(),
  tokens: z.object({ input: count, cached: count, output: count }).nullish(),
  costUsd: z.number().nonnegative().nullish(),
  sessionId: text,
  userId: text,
  traceId: text,
  tags: z.array(z.string()).nullish(),
  metadata: free.nullish(),
  expected: z
    .object({
      answer: text,
      relevantIds: z.array(z.string()).nullish(),
      answerable: z.boolean().nullish(),
    })
    .nullish(),
  feedback: z.object({ score: z.union([z.literal(-1), z.literal(1)]), comment: text }).nullish(),
});
export type WireQuery = z.output<typeof querySchema>;

/** Body of POST /api/v1/queries: one query, or a batch of up to 500. */
export const queriesBodySchema = z.union([
  querySchema,
  z.object({ queries: z.array(querySchema).max(LIMITS.batchEvents) }),
]);

/** A word of an end user. A later one of the same user on the same query replaces it; all anonymous users are one. */
export const feedbackSchema = z.object({
  score: z.union([z.literal(-1), z.literal(1)]),
  comment: text,
  userId: text,
});

/** What a scorer said of a query's answer, or of one of its hits. */
export const scoreSchema = z
  .object({
    queryId: id.describe('It may be unknown yet: the score waits for its query.'),
    hitId: z
      .union([z.string().min(1).max(4096), z.number().int().transform(String)])
      .nullish()
      .describe('As the hit was logged; absent: the score is of the answer.'),
    name: z
      .string()
      .trim()
      .min(1)
      .max(256)
      .describe('Such as faithfulness. Scores of hits called `relevance` by a judge are its hit grades.'),
    value: z
      .number()
      .nullish()
      .describe(
        "A judge's relevance is 0 to 3 where that version of the judge ever gave more than 1 (a whole number is the grade), else 0 to 1 (0.5 and above count as grade 2).",
      ),
    label: z.string().max(512).nullish(),
    comment: text,
    source: z.enum(SCORE_SOURCES).describe('What said it: a program, a model that judges, or a person.'),
    version: z
      .string()
      .max(256)
      .nullish()
      .describe('Of the scorer; of a person: who. Scores of several versions stand beside each other.'),
  })
  .refine(
    (score) => score.value != null || isText(score.label) || isText(score.comment),
    'needs a value, a label or a comment',
  );
export type WireScore = z.output<typeof scoreSchema>;
export const scoresBodySchema = z.union([
  z.object({ scores: z.array(scoreSchema).max(LIMITS.batchEvents) }),
  scoreSchema,
]);

/** A piece of the known corpus. */
export const chunkSchema = z.object({
  id: z.string().min(1).max(4096),
  text: z.string(),
  title: text,
  source: text,
  indexVersion: text,
});
export type WireChunk = z.output<typeof chunkSchema>;
export const chunksBodySchema = z.union([
  chunkSchema,
  z.object({ chunks: z.array(chunkSchema).max(LIMITS.batchEvents) }),
]);

const rejectedSchema = z.object({
  index: z.number(),
  id: z.string().nullable(),
  code: z.string(),
  path: z.string(),
  message: z.string(),
});
export type RejectedEvent = z.output<typeof rejectedSchema>;

/** What became of each input, in its order: `ids` has null where it was rejected. */
export const ingestAnswerSchema = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  ids: z.array(z.string().nullable()),
  rejected: z.array(rejectedSchema),
});
export type IngestAnswer = z.output<typeof ingestAnswerSchema>;
