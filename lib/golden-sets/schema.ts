import { z } from 'zod';
import { text } from '../labelling/stored-text.ts';
import { filterSchema } from '../query-log/filter.ts';
import { coverageSchema } from './sample-schema.ts';

export const MOST_SETS = 200;
export const MOST_QUESTIONS = 20_000;
export const VERSION_SOURCES = ['sample', 'import', 'query', 'edit'] as const;
export const IMPORT_FORMATS = ['jsonl', 'csv', 'beir'] as const;

const written = (maxLength: number) => text(maxLength).pipe(z.string().trim().min(1, 'is empty'));
/** Empty is none. */
const optionalText = (maxLength: number) =>
  text(maxLength)
    .nullable()
    .transform((value) => (value === null || value.trim() === '' ? null : value))
    .default(null);

/** A question, and what a good answer to it is. `relevantIds` are documents or chunks as the application names them. */
export const goldenQuestionSchema = z.strictObject({
  question: written(20_000),
  idealAnswer: optionalText(100_000),
  requiredFacts: z.array(written(2_000)).max(50).default([]),
  relevantIds: z.array(written(256)).max(500).default([]),
  /** False where the documents hold no answer; null where nobody said. */
  answerable: z.boolean().nullable().default(null),
});
export type GoldenQuestionInput = z.output<typeof goldenQuestionSchema>;

const name = written(200);
const note = text(1_000).default('');
const queryIds = z.array(z.string().min(1).max(256)).max(2_000);

export const createGoldenSetSchema = z.strictObject({
  name,
  description: text(2_000).default(''),
  note,
  questions: z.array(goldenQuestionSchema).max(MOST_QUESTIONS).default([]),
  /** Logged queries to make questions of. */
  queryIds: queryIds.default([]),
  coverage: coverageSchema.optional(),
});

export const saveGoldenSetSchema = z.strictObject({
  /** The version that was looked at. Where the set has a later one by now, nothing is saved. */
  baseVersion: z.number().int().min(1),
  add: z.array(goldenQuestionSchema).max(MOST_QUESTIONS).default([]),
  queryIds: queryIds.default([]),
  change: z
    .array(goldenQuestionSchema.extend({ key: z.string() }))
    .max(MOST_QUESTIONS)
    .default([]),
  remove: z.array(z.string()).max(MOST_QUESTIONS).default([]),
  note,
});

/** What is given goes before what the query's labels say. */
export const addGoldenQuestionSchema = z.union([
  z.strictObject({ queryId: z.string().min(1).max(256), ...partial(goldenQuestionSchema) }),
  goldenQuestionSchema,
]);

export const importGoldenQuestionsSchema = z.strictObject({
  /** A set that gets a further version, else the name of one to make. */
  setId: z.string().optional(),
  name: name.optional(),
  format: z.enum(IMPORT_FORMATS),
  /**
   * Texts by file name. JSON lines and CSV are one file of any name; BEIR is `queries.jsonl` and `qrels/<split>.tsv`.
   * A `.zip` with these stands in base64.
   */
  files: z.record(z.string().max(256), z.string()),
  /** BEIR: documents with this score and over are relevant. */
  relevantFrom: z.number().int().min(1).max(10).default(1),
});

export const sampleRequestSchema = z.strictObject({
  filter: filterSchema.default({}),
  size: z.coerce.number().int().min(1).max(1_000).default(50),
});

export const goldenVersionSchema = z.object({
  version: z.number(),
  source: z.enum(VERSION_SOURCES),
  note: z.string(),
  questions: z.number(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type GoldenVersion = z.output<typeof goldenVersionSchema>;

/** Times are ISO 8601. `version` and `questions` are the latest version's. */
export const goldenSetViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.number(),
  questions: z.number(),
  createdBy: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
});
export type GoldenSetView = z.output<typeof goldenSetViewSchema>;

export const goldenSetDetailSchema = goldenSetViewSchema.extend({
  versions: z.array(goldenVersionSchema.extend({ coverage: coverageSchema.nullable() })),
});
export type GoldenSetDetail = z.output<typeof goldenSetDetailSchema>;

/** `key` is the same in all versions. What people said of a query that the reader must still judge is hidden. */
export const goldenQuestionViewSchema = z.object({
  key: z.string(),
  question: z.string(),
  idealAnswer: z.string().nullable(),
  requiredFacts: z.array(z.string()),
  relevantIds: z.array(z.string()),
  answerable: z.boolean().nullable(),
  queryId: z.string().nullable(),
  kind: z.string().nullable(),
  isHidden: z.boolean(),
});
export type GoldenQuestionView = z.output<typeof goldenQuestionViewSchema>;

/** What became of a change. Questions that the version has already are not added again. */
export const savedVersionSchema = z.object({
  setId: z.string(),
  version: z.number(),
  questions: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  duplicates: z.number(),
});
export type SavedVersion = z.output<typeof savedVersionSchema>;

export const versionDifferenceSchema = z.object({
  from: z.number(),
  to: z.number(),
  added: z.array(goldenQuestionViewSchema),
  removed: z.array(goldenQuestionViewSchema),
  changed: z.array(z.object({ before: goldenQuestionViewSchema, after: goldenQuestionViewSchema })),
});
export type VersionDifference = z.output<typeof versionDifferenceSchema>;

/** Every field may be absent, and then is not given at all: no default takes its place. */
function partial(schema: typeof goldenQuestionSchema) {
  const { question, idealAnswer, requiredFacts, relevantIds, answerable } = schema.shape;
  return {
    question: question.optional(),
    idealAnswer: idealAnswer.unwrap().optional(),
    requiredFacts: requiredFacts.unwrap().optional(),
    relevantIds: relevantIds.unwrap().optional(),
    answerable: answerable.unwrap().optional(),
  };
}
