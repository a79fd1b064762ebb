import { z } from 'zod';

/** Grade of a hit by a person: 0 irrelevant, 1 related, 2 relevant, 3 answers it. */
export const gradeSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

export const VERDICTS = ['correct', 'partly', 'wrong', 'cannot_tell'] as const;
export const RESOLVED_VERDICTS = [...VERDICTS, 'disputed'] as const;
export const FAILURES = ['missing_knowledge', 'wrong_format', 'weak_reasoning', 'unclear'] as const;
export const DETAILS = {
  missing_knowledge: [
    'not_in_corpus',
    'not_retrieved',
    'ranked_too_low',
    'bad_chunk',
    'outdated',
    'retrieval_error',
  ],
  weak_reasoning: [
    'ignored_hit',
    'contradicted_hit',
    'invented',
    'wrong_inference',
    'domain_pattern',
    'misread_question',
    'ambiguous_input',
    'should_have_refused',
    'refused_wrongly',
  ],
  wrong_format: ['schema', 'missing_section', 'language', 'tone', 'length', 'citation'],
  unclear: [],
} as const;
export const ORIGINS = ['live', 'import', 'ask', 'replay', 'experiment'] as const;
export const ERROR_STAGES = ['retrieval', 'generation', 'other'] as const;
/** Who gave a score: a program, a model that judges, a person outside. Never pooled. */
export const SCORE_SOURCES = ['code', 'judge', 'person'] as const;
export const SCORE_KINDS = ['similarity', 'distance', 'rank'] as const;
export const RETRIEVAL_STATES = ['good', 'bad', 'failed', 'nothing_to_find', 'not_used', 'unknown'] as const;
/** What the format rules said of an answer when it came; none: no rule was asked. */
export const FORMAT_STATES = ['ok', 'failed', 'none'] as const;
export const K_VALUES = [1, 3, 5, 10, 20] as const;
export const DIMENSIONS = [
  'model',
  'promptVersion',
  'retriever',
  'indexVersion',
  'environment',
  'release',
] as const;

export type Verdict = (typeof VERDICTS)[number];
export type ResolvedVerdict = (typeof RESOLVED_VERDICTS)[number];
export type Failure = (typeof FAILURES)[number];
export type Dimension = (typeof DIMENSIONS)[number];
export type Origin = (typeof ORIGINS)[number];
export type RetrievalStateName = (typeof RETRIEVAL_STATES)[number];

/** A message of an OpenAI chat; content may be text, parts, or null beside tool calls. */
export const chatMessageSchema = z.looseObject({ role: z.string(), content: z.unknown().optional() });

/** What a scorer said. `version` is the version of what scored; of a person, who it was. */
export const scoreViewSchema = z.object({
  name: z.string(),
  source: z.enum(SCORE_SOURCES),
  version: z.string(),
  value: z.number().nullable(),
  label: z.string(),
  comment: z.string(),
  at: z.string(),
});
export type ScoreView = z.infer<typeof scoreViewSchema>;

const hitViewSchema = z.object({
  rank: z.number(),
  id: z.string(),
  chunk: z.string(),
  text: z.string().nullable(),
  title: z.string(),
  source: z.string(),
  score: z.number().nullable(),
  cited: z.boolean(),
  metadata: z.record(z.string(), z.unknown()),
  /** Resolved grade of people for this question and chunk; null while ungraded, or hidden from the reader. */
  grade: z.number().nullable(),
  /** What scorers said of this hit; those of judges and people may be hidden from the reader. */
  scores: z.array(scoreViewSchema),
});
export type HitView = z.infer<typeof hitViewSchema>;

const latencySchema = z.object({
  retrievalMs: z.number().nullable(),
  generationMs: z.number().nullable(),
  firstTokenMs: z.number().nullable(),
  totalMs: z.number().nullable(),
});

/** What a list shows of a query. Times are ISO 8601 in UTC. */
export const queryListItemSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  origin: z.string(),
  question: z.string(),
  answer: z.string().nullable(),
  error: z.object({ stage: z.string(), type: z.string(), message: z.string() }).nullable(),
  retrieved: z.boolean(),
  hitCount: z.number(),
  /** How many hits the application asked for, where it said so. */
  topK: z.number().nullable(),
  zeroHit: z.boolean(),
  topScore: z.number().nullable(),
  model: z.string(),
  promptVersion: z.string(),
  retriever: z.string(),
  indexVersion: z.string(),
  environment: z.string(),
  release: z.string(),
  latency: latencySchema,
  costUsd: z.number().nullable(),
  sessionId: z.string(),
  userId: z.string(),
  tags: z.array(z.string()),
  feedback: z.number().nullable(),
  verdict: z.string().nullable(),
  failure: z.string().nullable(),
});
export type QueryListItem = z.infer<typeof queryListItemSchema>;

/** Everything known of one query. */
export const queryDetailSchema = queryListItemSchema.extend({
  receivedAt: z.string(),
  messages: z.array(chatMessageSchema),
  retrievalQuery: z.string().nullable(),
  scoreKind: z.string(),
  hits: z.array(hitViewSchema),
  citedDerived: z.boolean(),
  candidates: z.array(hitViewSchema.omit({ grade: true, cited: true, scores: true })),
  tokens: z.object({
    input: z.number().nullable(),
    cached: z.number().nullable(),
    output: z.number().nullable(),
  }),
  costEstimated: z.boolean(),
  /** Whether the answer had the form that its project asks for; null where it asked for none. */
  formatOk: z.boolean().nullable(),
  /** The first rule (name and version) that did not hold, and why; empty where all did. */
  formatReason: z.string(),
  /** The rules that were asked, as `name@version`. */
  formatRules: z.array(z.string()),
  /** Sentences of the answer, and those linked to a hit; both 0 where it was not measured. */
  answerSentences: z.number(),
  linkedSentences: z.number(),
  traceId: z.string(),
  metadata: z.record(z.string(), z.string()),
  expected: z.object({
    answer: z.string().nullable(),
    relevantIds: z.array(z.string()),
    answerable: z.boolean().nullable(),
  }),
  /** What scorers said of the answer, or of a hit that the query does not have (`hitId`). */
  scores: z.array(scoreViewSchema.extend({ hitId: z.string().nullable() })),
  feedbackComments: z.array(z.object({ userId: z.string(), score: z.number(), comment: z.string() })),
  marks: z.array(z.string()),
  cutLengths: z.record(z.string(), z.number()),
  questionHash: z.string(),
});
export type QueryDetail = z.infer<typeof queryDetailSchema>;

/** A page of a list: pass `nextCursor` as `cursor` for the next one; null at the end. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number() });
}
