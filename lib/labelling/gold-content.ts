import { labelContent } from './label-content.ts';
import { type Draft, draftSchema, type LabelInput, labelInputSchema } from './schema.ts';

/**
 * What was said of a gold item, whole, as the draft of its item that it stays in: taken back or revised, it opens with
 * what was said, as a label does.
 */
export function goldDraft(label: LabelInput): Draft {
  return draftSchema.parse(JSON.parse(JSON.stringify(label)));
}

/** The label in such a draft; undefined for what is none. */
export function goldContent(draft: Draft | null): LabelInput | undefined {
  return labelInputSchema.safeParse(draft).data;
}

/** Whether two labels of one gold item say the same. */
export function saysTheSame(a: LabelInput, b: LabelInput): boolean {
  return asOneText(a) === asOneText(b);
}

function asOneText(label: LabelInput): string {
  const bulk = new Set(label.bulkGrades);
  const grades = Object.entries(label.grades).map(([hit, grade]) => ({
    chunk: hit,
    grade,
    bulk: bulk.has(hit),
  }));
  return labelContent({ ...label, missingDocument: label.missingDocument?.chunk }, grades);
}
