import { z } from 'zod';
import { filterSchema } from '../query-log/filter.ts';
import { EXCLUSIONS, type Exclusion } from './exclusions.ts';
import { CONTEXTS, FORMAT_IDS, SPLITS } from './format.ts';
import { GATE_IDS, GATE_LEVELS } from './gates.ts';
import { DEFAULT_EPOCHS, DEFAULT_TARGET, TARGET_IDS } from './training-targets.ts';

export const EXPORT_STATUSES = [
  'queued',
  'running',
  'held',
  'done',
  'failed',
  'cancelled',
  'expired',
] as const;
/** What becomes of personal data and keys in the text: it stays, is replaced by its kind, or keeps its query out. */
export const PERSONAL_DATA = ['keep', 'mask', 'leave_out'] as const;

const systemPromptSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('logged') }),
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('text'), text: z.string().trim().min(1).max(20_000) }),
]);

/** Shares of the questions that go to each side; the rest is train. */
const sharesSchema = z
  .strictObject({
    validation: z.number().min(0).max(0.5).default(0.1),
    test: z.number().min(0).max(0.5).default(0.1),
  })
  .default({ validation: 0.1, test: 0.1 });

/** Everything that decides what is in the files: the same recipe on the same data makes the same bytes. */
export const recipeSchema = z.strictObject({
  format: z.enum(FORMAT_IDS),
  filter: filterSchema.default({}),
  /** Least share of a query's reviewers who gave the verdict that counts, 0 to 1. */
  agreement: z.number().min(0).max(1).default(0),
  /** Leaves out queries that are shown to reviewers to test them. */
  excludeGold: z.boolean().default(true),
  systemPrompt: systemPromptSchema.default({ kind: 'logged' }),
  context: z.enum(CONTEXTS).default('logged'),
  shares: sharesSchema,
  /** Decides which questions without a side go where. */
  seed: z.int().min(0).max(0xffff_ffff).default(0),
  personalData: z.enum(PERSONAL_DATA).default('mask'),
  /** What the files are to train: its limit of tokens and its price. */
  target: z.enum(TARGET_IDS).default(DEFAULT_TARGET),
  /** What a million trained tokens cost; without it the target's list price, where it has one. */
  usdPerMillionTokens: z.number().min(0).max(10_000).optional(),
  epochs: z.int().min(1).max(50).default(DEFAULT_EPOCHS),
});
export type Recipe = z.output<typeof recipeSchema>;

/** A gate that is passed although it found something, and why. */
export const overrideSchema = z.strictObject({
  gate: z.enum(GATE_IDS),
  reason: z.string().trim().min(3, 'needs a sentence that says why').max(2000),
});
export type Override = z.output<typeof overrideSchema>;
const overridesSchema = z.array(overrideSchema).max(GATE_IDS.length);

export const requestExportSchema = z.strictObject({
  ...recipeSchema.shape,
  overrides: overridesSchema.default([]),
});
export const overrideGatesSchema = z.strictObject({ overrides: overridesSchema.min(1) });

export const exportFileSchema = z.object({
  name: z.string(),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string(),
});
export type ExportFile = z.output<typeof exportFileSchema>;

/** What a gate found. `stop` keeps the files back until somebody says why they may go. */
export const findingSchema = z.object({
  gate: z.enum(GATE_IDS),
  level: z.enum(GATE_LEVELS),
  /** One sentence with its numbers. */
  summary: z.string(),
  /** Queries that it is about. */
  rows: z.number(),
  override: z.string().optional(),
});
export type Finding = z.output<typeof findingSchema>;

const perSide = z.object({ train: z.number(), validation: z.number(), test: z.number() });

export const countsSchema = z.object({
  /** Queries that match the filter. */
  matching: z.number(),
  exported: z.number(),
  /** Of the exported, in formats with an answer to learn: how many end with an ideal one, how many with one found correct. */
  idealAnswers: z.number(),
  correctAnswers: z.number(),
  /** Null in formats without splits. */
  sides: perSide.nullable(),
  excluded: z.partialRecord(z.enum(Object.keys(EXCLUSIONS) as [Exclusion, ...Exclusion[]]), z.number()),
});
export type Counts = z.output<typeof countsSchema>;

/** To the last export of the same recipe whose files were made. */
export const differenceSchema = z.object({
  exportId: z.string(),
  at: z.string(),
  added: z.number(),
  removed: z.number(),
  moved: z.number(),
  /** Why the removed are no longer in it; `gone` no longer match the filter, or were deleted. */
  reasons: z.record(z.string(), z.number()),
});
export type Difference = z.output<typeof differenceSchema>;

/** Times are ISO 8601. `rowsDone` of the `rowsTotal` labelled queries that match have been looked at; `files` has those that can be fetched. */
export const exportViewSchema = z.object({
  id: z.string(),
  format: z.string(),
  filter: z.record(z.string(), z.unknown()),
  recipe: recipeSchema.nullable(),
  status: z.enum(EXPORT_STATUSES),
  rowsDone: z.number(),
  rowsTotal: z.number().nullable(),
  files: z.array(exportFileSchema),
  findings: z.array(findingSchema),
  counts: countsSchema.nullable(),
  difference: differenceSchema.nullable(),
  error: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type ExportView = z.output<typeof exportViewSchema>;

const namedRow = z.object({ queryId: z.string(), question: z.string() });
export type NamedRow = z.output<typeof namedRow>;

export const findingPageSchema = z.object({
  items: z.array(namedRow),
  nextCursor: z.string().nullable(),
  total: z.number(),
});
export const readFindingSchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.coerce.number().int().min(0).optional(),
});

/** What an export would hold. Nothing is written. */
export const previewSchema = z.object({
  counts: countsSchema,
  /** Labelled queries that were looked at; of more than that the counts are of these only. */
  lookedAt: z.number(),
  labelled: z.number(),
  findings: z.array(findingSchema.extend({ queries: z.array(namedRow) })),
  firstRows: z.array(z.object({ path: z.string(), queryId: z.string(), text: z.string() })),
  refused: z.array(z.object({ queryId: z.string(), golden: z.string() })),
});
export type Preview = z.output<typeof previewSchema>;

/** What lies beside the files. Holds nothing that differs between two exports of the same data. */
export const manifestSchema = z.object({
  format: z.enum(FORMAT_IDS),
  codeVersion: z.string(),
  recipe: recipeSchema,
  files: z.array(exportFileSchema),
  counts: countsSchema,
  gates: z.array(findingSchema),
  splits: z.object({
    by: z.string(),
    /** Queries in the files that once were on a less strict side, because their cluster joined one that is stricter. */
    moved: z.array(z.object({ queryId: z.string(), from: z.enum(SPLITS), to: z.enum(SPLITS) })),
  }),
  /** Queries left out for being equal or nearly equal to a question of a golden set. */
  refused: z.array(z.object({ queryId: z.string(), golden: z.string() })),
  masked: z.record(z.string(), z.number()),
  /** Who labelled the exported queries, and how many. */
  authors: z.array(z.object({ pseudonym: z.string(), labels: z.number() })),
  guidelineVersions: z.array(z.number()),
});
export type Manifest = z.output<typeof manifestSchema>;
