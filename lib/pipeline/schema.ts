import { z } from 'zod';
import { FINISH_REASONS } from '../providers/chat-provider.ts';
import { SOURCE_FORMATS } from './source-format.ts';

export const LIMITS = {
  /** Of one file as it is sent. */
  fileBytes: 20 * 2 ** 20,
  /** Of one request with files. */
  uploadBytes: 32 * 2 ** 20,
  uploadFiles: 50,
  documents: 5_000,
  bases: 50,
  questionLength: 8_000,
  promptLength: 20_000,
  /** How many hits can be asked for, and how many candidates looked at. */
  k: 50,
  fetchK: 200,
} as const;

export const CHUNKING_STRATEGIES = ['structure', 'fixed', 'semantic'] as const;
export const chunkingSchema = z
  .strictObject({
    strategy: z.enum(CHUNKING_STRATEGIES).default('structure'),
    limit: z.number().int().min(128).max(4096).default(512).describe('Most tokens of a chunk.'),
    overlap: z.number().int().min(0).max(1024).default(64).describe('Tokens repeated from the chunk before.'),
  })
  .refine(({ limit, overlap }) => overlap <= limit / 2, {
    path: ['overlap'],
    message: 'must be at most half the limit',
  });
export type Chunking = z.output<typeof chunkingSchema>;

/** Which model embeds, through which connection of the project. */
export const embeddingChoiceSchema = z.strictObject({
  connectionId: z.string().min(1).max(64),
  model: z.string().trim().min(1).max(200),
  dimensions: z.number().int().min(1).max(16_000).nullish(),
});
export type EmbeddingChoice = z.output<typeof embeddingChoiceSchema>;

/** Which vector store holds the vectors; none: the built-in index. */
export const vectorStoreChoiceSchema = z.strictObject({ connectionId: z.string().min(1).max(64) });
export type VectorStoreChoice = z.output<typeof vectorStoreChoiceSchema>;

export const RETRIEVAL_MODES = ['lexical', 'similarity', 'mmr', 'hybrid'] as const;
export type RetrievalMode = (typeof RETRIEVAL_MODES)[number];

const lambda = z.number().min(0).max(1);
export const retrievalSettingsSchema = z.strictObject({
  mode: z.enum(RETRIEVAL_MODES).default('lexical'),
  k: z.number().int().min(1).max(LIMITS.k).default(5),
  fetchK: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.fetchK)
    .default(20)
    .describe('Candidates that MMR chooses from.'),
  lambda: lambda.default(0.5).describe('Of MMR: 1 looks at relevance alone, 0 at diversity alone.'),
  lexicalWeight: lambda.default(0.3).describe('Of hybrid: the share of the lexical score.'),
  threshold: z
    .number()
    .min(-1)
    .max(1)
    .nullable()
    .default(null)
    .describe('Hits below this score are left out; null: as calibrated for the embedding model.'),
});
export type RetrievalSettings = z.output<typeof retrievalSettingsSchema>;

export const ZERO_HIT_ANSWERS = ['say_unknown', 'ask_back'] as const;
export type ZeroHitAnswer = (typeof ZERO_HIT_ANSWERS)[number];

/** A model that writes answers, through a connection of the project. */
export const chatChoiceSchema = z.strictObject({
  connectionId: z.string().min(1).max(64),
  model: z.string().trim().min(1).max(200),
});
export type ChatChoice = z.output<typeof chatChoiceSchema>;

export const promptVersionSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,60}@\d{1,6}$/, 'must be a name and a version, such as cited-answer@1');

export const savePromptSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(
      /^[a-z0-9-]{1,60}$/,
      'must have 1 to 60 lower-case letters, digits and hyphens, such as short-answer',
    ),
  text: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(LIMITS.promptLength, `must have at most ${LIMITS.promptLength} characters`),
});

export const answeringSchema = z.strictObject({
  retrieval: retrievalSettingsSchema.prefault({}),
  zeroHits: z.enum(ZERO_HIT_ANSWERS).default('say_unknown'),
  chat: chatChoiceSchema.nullable().default(null).describe('null: extractive-v1, which quotes sentences.'),
  promptVersion: promptVersionSchema.default('cited-answer@1'),
});
export type Answering = z.output<typeof answeringSchema>;

const name = z.string().trim().min(1, 'must not be empty').max(100);
export const createKnowledgeBaseSchema = z.strictObject({
  name,
  chunking: chunkingSchema.prefault({}),
  embedding: embeddingChoiceSchema.nullable().default(null),
  vectorStore: vectorStoreChoiceSchema.nullable().default(null),
  answering: answeringSchema.prefault({}),
  folder: z.string().trim().min(1).max(1000).nullable().default(null),
});
export const saveKnowledgeBaseSchema = createKnowledgeBaseSchema.partial().extend({
  chunking: chunkingSchema.optional(),
  embedding: embeddingChoiceSchema.nullable().optional(),
  vectorStore: vectorStoreChoiceSchema.nullable().optional(),
  answering: answeringSchema.optional(),
  folder: z.string().trim().min(1).max(1000).nullable().optional(),
});

export const INDEX_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export const INDEX_STAGES = ['chunking', 'embedding', 'storing', 'registering'] as const;

/** How scores of answerable and of foreign questions lie on this index, and the threshold between them. */
export const calibrationSchema = z.object({
  /** For each mode that ran: hits below it are left out unless the team chose another. */
  thresholds: z.partialRecord(z.enum(RETRIEVAL_MODES), z.number()),
  /** How many probes each side had. */
  own: z.number(),
  foreign: z.number(),
});
export type Calibration = z.output<typeof calibrationSchema>;

export const indexViewSchema = z.object({
  id: z.string(),
  version: z.string(),
  status: z.enum(INDEX_STATUSES),
  stage: z.enum(INDEX_STAGES),
  chunking: chunkingSchema,
  embeddingModel: z.string().nullable(),
  documentsDone: z.number(),
  documentsTotal: z.number(),
  chunksDone: z.number(),
  chunksTotal: z.number(),
  textsEmbedded: z.number(),
  calibration: calibrationSchema.nullable(),
  error: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type IndexView = z.output<typeof indexViewSchema>;

export const knowledgeBaseViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  chunking: chunkingSchema,
  embedding: embeddingChoiceSchema.nullable(),
  vectorStore: vectorStoreChoiceSchema.nullable(),
  answering: answeringSchema,
  folder: z.string().nullable(),
  documents: z.number(),
  /** The index that questions are asked of; null before the first is done. */
  current: indexViewSchema.nullable(),
  /** The newest index, done or not. */
  latest: indexViewSchema.nullable(),
});
export type KnowledgeBaseView = z.output<typeof knowledgeBaseViewSchema>;

export const documentViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  format: z.enum(SOURCE_FORMATS),
  bytes: z.number(),
  updatedAt: z.string(),
});
export type DocumentView = z.output<typeof documentViewSchema>;

/** What became of each file, in the order they were sent. */
export const uploadAnswerSchema = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['added', 'replaced', 'unchanged', 'refused']),
      reason: z.string().nullable(),
    }),
  ),
});
export type UploadAnswer = z.output<typeof uploadAnswerSchema>;

const overrides = {
  mode: z.enum(RETRIEVAL_MODES).optional(),
  k: z.number().int().min(1).max(LIMITS.k).optional(),
  fetchK: z.number().int().min(1).max(LIMITS.fetchK).optional(),
  lambda: lambda.optional(),
  lexicalWeight: lambda.optional(),
  threshold: z.number().min(-1).max(1).nullable().optional(),
  promptVersion: promptVersionSchema.optional(),
  chat: chatChoiceSchema.nullable().optional(),
  indexVersion: z.string().min(1).max(256).optional().describe('Else the current index.'),
  zeroHits: z.enum(ZERO_HIT_ANSWERS).optional(),
};

export const askSchema = z.strictObject({
  question: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(LIMITS.questionLength, `must have at most ${LIMITS.questionLength} characters`)
    .optional()
    .describe('Required unless a logged query is replayed.'),
  knowledgeBase: z.string().min(1).max(100).optional().describe('Its id or name; else the only one.'),
  replayOf: z.string().min(1).max(256).optional().describe('The id of a logged query to ask again.'),
  stream: z.boolean().default(false).describe('Whether the answer comes as server-sent events.'),
  answerSchema: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('A JSON Schema; the answer is then JSON that satisfies it.'),
  sessionId: z.string().max(256).optional(),
  userId: z.string().max(256).optional(),
  tags: z.array(z.string().max(256)).max(50).optional(),
  ...overrides,
});
export type AskInput = z.output<typeof askSchema>;

export const askHitSchema = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string(),
  text: z.string(),
  score: z.number().nullable(),
});
export type AskHit = z.output<typeof askHitSchema>;

export const ASK_OUTCOMES = ['answered', 'not_known', 'asked_back', 'failed'] as const;

export const askAnswerSchema = z.object({
  /** The logged query. */
  id: z.string(),
  outcome: z.enum(ASK_OUTCOMES),
  question: z.string(),
  answer: z.string().nullable(),
  /** Where a JSON Schema was asked for and the answer satisfies it. */
  value: z.unknown().optional(),
  hits: z.array(askHitSchema),
  /** Numbers of the hits that the answer cites, from 1. */
  citations: z.array(z.number()),
  error: z.object({ stage: z.string(), type: z.string(), message: z.string() }).nullable(),
  /** `length`: cut at the model's limit; `content_filter`: cut by the provider; null where nothing was written. */
  finishReason: z.enum(FINISH_REASONS).nullable(),
  model: z.string(),
  promptVersion: z.string(),
  retriever: z.string(),
  indexVersion: z.string(),
  latency: z.object({
    retrievalMs: z.number().nullable(),
    generationMs: z.number().nullable(),
    firstTokenMs: z.number().nullable(),
    totalMs: z.number(),
  }),
  tokens: z.object({ input: z.number(), cached: z.number().nullable(), output: z.number() }).nullable(),
});
export type AskAnswer = z.output<typeof askAnswerSchema>;
