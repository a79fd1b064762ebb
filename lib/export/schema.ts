import { z } from 'zod';
import { filterSchema } from '../query-log/filter.ts';

export const EXPORT_FORMATS = ['openai-chat'] as const;
export const EXPORT_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Why a query that matches the filter is not in the file, in words for a page. */
export const EXCLUSIONS = {
  no_label: 'Nobody has labelled it',
  hidden: 'Whoever asked for the export may still be given it to label',
  disputed: 'Its reviewers disagree, and none wrote an ideal answer',
  not_correct: 'It was not found correct, and has no ideal answer',
  truncated: 'A part of it was too long and was cut when it was logged',
  no_answer: 'It has no answer in text: it failed, or made tool calls only',
  empty_answer: 'Its answer is empty',
  empty_question: 'It has neither messages nor a question',
  hit_text_missing: 'Its prompt would need the text of hits that were logged without',
  unknown_role: 'A message has a role that the format does not know',
  unsupported_message: 'A message holds what the format cannot, such as audio or a refusal',
  ends_with_assistant: 'Its messages end with an assistant turn, so that there is nothing to answer',
  invalid_line: 'The finished line does not satisfy the format',
} as const;
export type Exclusion = keyof typeof EXCLUSIONS;

export const requestExportSchema = z.strictObject({
  format: z.enum(EXPORT_FORMATS),
  filter: filterSchema.default({}),
});

export const exportFileSchema = z.object({
  name: z.string(),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string(),
});
export type ExportFile = z.output<typeof exportFileSchema>;

/** Times are ISO 8601. `rowsDone` of the `rowsTotal` labelled queries that match have been looked at; `files` has those that can be fetched. */
export const exportViewSchema = z.object({
  id: z.string(),
  format: z.string(),
  filter: z.record(z.string(), z.unknown()),
  status: z.enum(EXPORT_STATUSES),
  rowsDone: z.number(),
  rowsTotal: z.number().nullable(),
  files: z.array(exportFileSchema),
  error: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type ExportView = z.output<typeof exportViewSchema>;

/** What lies beside the training file. Holds nothing that differs between two exports of the same data. */
export const manifestSchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  files: z.array(exportFileSchema),
  filter: z.record(z.string(), z.unknown()),
  counts: z.object({
    /** Queries that match the filter. */
    matching: z.number(),
    exported: z.number(),
    /** Of the exported: how many end with an ideal answer, and how many with an answer found correct. */
    idealAnswers: z.number(),
    correctAnswers: z.number(),
    excluded: z.partialRecord(z.enum(Object.keys(EXCLUSIONS) as [Exclusion, ...Exclusion[]]), z.number()),
  }),
  warnings: z.array(z.string()),
  guidelineVersions: z.array(z.number()),
  codeVersion: z.string(),
});
export type Manifest = z.output<typeof manifestSchema>;
