import { z } from 'zod';
import { filterSchema } from '../query-log/filter.ts';
import { DIMENSIONS } from '../query-log/schema.ts';
import { RATE_FLOOR } from '../statistics/selection-weight.ts';
import { queueCountsSchema } from './queue-report-schema.ts';
import { text } from './stored-text.ts';

/** How a reviewer is asked to grade: what an ungraded hit of a label means follows from it. */
export const GRADING_PROTOCOLS = ['all_top_k', 'until_first_relevant', 'random_m', 'free'] as const;
export type GradingProtocol = (typeof GRADING_PROTOCOLS)[number];
export const MAX_QUEUE_SIZE = 5000;

const KIB = 1024;
const idSchema = z.string().min(1).max(256);

const ruleFilter = filterSchema
  .default({})
  .refine(
    (filter) => !JSON.stringify(filter).includes('\\u0000'),
    'holds a NUL character, which no query has',
  );
const rate = z.number().gt(0).max(1);
const floor = z.number().min(RATE_FLOOR).max(1).default(RATE_FLOOR);

/** What a stratified rule takes equally from. `retrieval` is the state as known without labels. */
export const STRATUM_DIMENSIONS = ['zeroHit', 'retrieval', ...DIMENSIONS] as const;
export type StratumDimension = (typeof STRATUM_DIMENSIONS)[number];

const priorityConditionSchema = z.discriminatedUnion('kind', [
  /** Whatever a filter says: thumbs down, an error, zero hits, a score's range. */
  z.strictObject({ kind: z.literal('filter'), filter: ruleFilter }),
  /** The best hit's similarity is below x. */
  z.strictObject({ kind: z.literal('topScoreBelow'), below: z.number() }),
]);
export type PriorityCondition = z.output<typeof priorityConditionSchema>;

/** How a rule samples what its filter matches. Priority sets the rate, never the serving order. */
export const ruleModeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('random'), rate: rate.default(1) }),
  z.strictObject({
    kind: z.literal('stratified'),
    by: z.enum(STRATUM_DIMENSIONS),
    /** How many of each stratum a window shall give. */
    wantEach: z.number().int().min(1).max(MAX_QUEUE_SIZE),
    floor,
  }),
  z.strictObject({
    kind: z.literal('priority'),
    when: z.array(priorityConditionSchema).min(1).max(10),
    rate,
    floor,
  }),
]);
export const queueRuleSchema = z.strictObject({ filter: ruleFilter, mode: ruleModeSchema });
export type QueueRuleInput = z.output<typeof queueRuleSchema>;

const queueSettings = {
  name: text(200).pipe(z.string().trim().min(1)),
  gradingProtocol: z.enum(GRADING_PROTOCOLS),
  leaseMinutes: z.number().int().min(1).max(240),
  /** Of each item, from the start. */
  reviewers: z.number().int().min(1).max(10),
  /** Whether a failure gets a second reviewer. */
  secondFailures: z.boolean(),
  /** Share of the other items that get one. */
  secondRate: z.number().min(0).max(1),
  asksGrades: z.boolean(),
  asksIdealAnswer: z.boolean(),
  asksNote: z.boolean(),
  /** Whether model, scores and machine verdicts are hidden until a label is submitted. */
  hidesMachine: z.boolean(),
  suggests: z.boolean(),
  /** Share of hidden gold items among what a reviewer is served. */
  goldRate: z.number().min(0).max(0.5),
  /** Gold items with feedback that come first for a new reviewer. */
  calibration: z.number().int().min(0).max(100),
  /** How many queries a run of the rules may add. */
  fillCap: z.number().int().min(0).max(MAX_QUEUE_SIZE),
  fillEveryHours: z.number().int().min(1).max(720).nullable(),
};
const rules = z.array(queueRuleSchema).max(20);
const guidelinesText = text(64 * KIB).pipe(z.string().trim().min(1));

export const createQueueSchema = z.strictObject({
  ...queueSettings,
  filter: ruleFilter,
  /** 0 makes an empty queue, to be filled by hand or by its rules. */
  size: z.number().int().min(0).max(MAX_QUEUE_SIZE),
  gradingProtocol: queueSettings.gradingProtocol.default('all_top_k'),
  leaseMinutes: queueSettings.leaseMinutes.default(10),
  reviewers: queueSettings.reviewers.default(1),
  secondFailures: queueSettings.secondFailures.default(true),
  secondRate: queueSettings.secondRate.default(0.15),
  asksGrades: queueSettings.asksGrades.default(true),
  asksIdealAnswer: queueSettings.asksIdealAnswer.default(true),
  asksNote: queueSettings.asksNote.default(true),
  hidesMachine: queueSettings.hidesMachine.default(false),
  suggests: queueSettings.suggests.default(true),
  goldRate: queueSettings.goldRate.default(0),
  calibration: queueSettings.calibration.default(0),
  fillCap: queueSettings.fillCap.default(0),
  fillEveryHours: queueSettings.fillEveryHours.default(null),
  rules: rules.default([]),
  /** The queue's own; without, the project's. */
  guidelines: guidelinesText.optional(),
});

/** What is not named stays. `rules` replaces all of them. */
export const saveQueueSchema = z
  .strictObject({ ...queueSettings, rules, guidelines: guidelinesText })
  .partial()
  .extend({ queueId: z.string() });

export const createdQueueSchema = z.object({
  id: z.string(),
  name: z.string(),
  candidates: z.number(),
  selected: z.number(),
});

export const filledQueueSchema = z.object({
  /** The window of arrival that was looked at. */
  from: z.string(),
  to: z.string(),
  candidates: z.number(),
  selected: z.number(),
  /** Those of the selected that the queue has not had before. */
  added: z.number(),
});

export const addQueueItemsSchema = z.strictObject({
  queueId: z.string(),
  queryIds: z.array(idSchema).min(1).max(MAX_QUEUE_SIZE),
});
export const addedItemsSchema = z.object({
  added: z.number(),
  /** Queries that the queue had already. */
  present: z.number(),
  /** Ids that no query of this project has. */
  unknown: z.array(z.string()),
});

export const queueViewSchema = z.object({
  ...queueSettings,
  id: z.string(),
  createdAt: z.string(),
  rules,
  /** End of the window that the rules looked at last; null: they never ran. */
  filledUntil: z.string().nullable(),
  /** Of the newest filling. */
  filter: filterSchema.nullable(),
  ...queueCountsSchema.shape,
  queries: z.number(),
  medianActiveSeconds: z.number().nullable(),
});
export type QueueView = z.output<typeof queueViewSchema>;
