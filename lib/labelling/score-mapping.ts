import { z } from 'zod';
import { scoreRange } from '../query-log/filter.ts';
import { DETAILS, FAILURES, VERDICTS } from '../query-log/schema.ts';
import { IN_DOCUMENTS, labelInputSchema, type WrittenLabel } from './schema.ts';

/** Labels as `POST /api/v1/labels` takes them. */
type LabelToWrite = z.input<typeof labelInputSchema> & Pick<WrittenLabel, 'queryId'> & { reviewer: string };

export const scoreRuleSchema = z
  .strictObject({
    when: z
      .string()
      .min(1)
      .max(512)
      .describe('A label, or a range of values with both ends included: 0..0.4, 1..1, 0.5..'),
    verdict: z.enum(VERDICTS),
    failure: z.enum(FAILURES).optional(),
    secondaryFailure: z.enum(FAILURES).optional(),
    detail: z.enum(Object.values(DETAILS).flat() as [string, ...string[]]).optional(),
    inDocuments: z.enum(IN_DOCUMENTS).optional(),
  })
  .superRefine(({ when: _, ...label }, ctx) => {
    const { error } = labelInputSchema.safeParse(label);
    for (const { path, message } of error?.issues ?? [])
      ctx.addIssue({ code: 'custom', path: [...path], message });
  });

/** What the scores of one name say, as labels: the first rule that matches decides. */
export const saveScoreMappingSchema = z.strictObject({
  name: z.string().trim().min(1).max(256),
  reviewer: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .nullish()
    .describe("In whose name the labels are; without it in that of the score's version, which says who."),
  rules: z.array(scoreRuleSchema).min(1).max(50),
});
export type ScoreMapping = z.output<typeof saveScoreMappingSchema>;

/** A score that a person outside gave to an answer. */
export interface PersonScore {
  queryId: string;
  name: string;
  version: string;
  value: number | null;
  label: string;
  comment: string;
}

/** The label that the mapping makes of a score; undefined where no rule matches. The comment becomes its note. */
export function mappedLabel(mapping: ScoreMapping, score: PersonScore): LabelToWrite | undefined {
  const rule = mapping.rules.find(({ when }) => matches(when, score));
  if (rule === undefined) return undefined;
  const { when: _, ...label } = rule;
  return {
    ...label,
    queryId: score.queryId,
    reviewer: mapping.reviewer ?? (score.version || `Imported: ${mapping.name}`).slice(0, 200),
    ...(score.comment === '' ? {} : { note: score.comment.slice(0, 10_000) }),
  };
}

function matches(when: string, { value, label }: PersonScore): boolean {
  const range = scoreRange(when);
  if (range === undefined) return label === when;
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = range;
  return value !== null && low <= value && value <= high;
}
