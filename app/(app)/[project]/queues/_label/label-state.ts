import { z } from 'zod';
import { contradictsEvidence } from '#lib/labelling/contradiction.ts';
import {
  type Draft,
  IN_DOCUMENTS,
  type LabelDraft,
  type LabellingView,
  labelInputSchema,
} from '#lib/labelling/schema.ts';
import { DETAILS, FAILURES, type Failure, gradeSchema, VERDICTS } from '#lib/query-log/schema.ts';

const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null);

/** Everything a reviewer has entered for one query. What a draft does not hold, or holds wrongly, is empty. */
const labelStateSchema = z.object({
  verdict: orNull(z.enum(VERDICTS)),
  failure: orNull(z.enum(FAILURES)),
  secondaryFailure: orNull(z.enum(FAILURES)),
  detail: orNull(z.string()),
  inDocuments: orNull(z.enum(IN_DOCUMENTS)),
  nothingToFind: z.boolean().catch(false).default(false),
  idealAnswer: orNull(z.string()),
  missingDocument: orNull(z.object({ chunk: z.string() })),
  /** By the keys of `LabellingView.gradeKeys`; an ungraded hit has no entry. */
  grades: z.record(z.string(), gradeSchema).catch({}).default({}),
  /** Those of the grades that "the rest is irrelevant" set. */
  bulkGrades: z.array(z.string()).catch([]).default([]),
  note: z.string().catch('').default(''),
  /** Why somebody else should decide; null while it is not flagged. */
  flag: orNull(z.string()),
  activeSeconds: z.number().catch(0).default(0),
});
export type LabelState = z.output<typeof labelStateSchema>;
export type Grade = 0 | 1 | 2 | 3;

/** Where a label starts: a draft, else the reviewer's current label, else grades given for the same question. */
export function startLabel(view: LabellingView, draft: Draft | null): LabelState {
  const start = draft ?? (view.own === null ? { grades: view.prefilled } : { ...view.own, activeSeconds: 0 });
  return labelStateSchema.parse(start);
}

export function fails(state: LabelState): boolean {
  return state.verdict === 'partly' || state.verdict === 'wrong';
}

/** Whether "Is it in the documents?" is asked: with missing knowledge, unless the verdict says nothing failed. */
export function asksDocuments(state: LabelState): boolean {
  return state.failure === 'missing_knowledge' && (state.verdict === null || fails(state));
}

export function withGrade(state: LabelState, key: string, grade: Grade | undefined): LabelState {
  const { [key]: _, ...others } = state.grades;
  return {
    ...state,
    grades: grade === undefined ? others : { ...others, [key]: grade },
    bulkGrades: state.bulkGrades.filter((other) => other !== key),
  };
}

/** Grades every ungraded hit 0 and remembers that it was done in bulk; with none left, takes the bulk zeros away. */
export function withRestIrrelevant(state: LabelState, keys: readonly string[]): LabelState {
  const ungraded = [...new Set(keys)].filter((key) => state.grades[key] === undefined);
  if (ungraded.length > 0) {
    const zeros = Object.fromEntries(ungraded.map((key) => [key, 0 as const]));
    return {
      ...state,
      grades: { ...state.grades, ...zeros },
      bulkGrades: [...state.bulkGrades, ...ungraded],
    };
  }
  const bulk = new Set(state.bulkGrades);
  const kept = Object.entries(state.grades).filter(([key]) => !bulk.has(key));
  return { ...state, grades: Object.fromEntries(kept), bulkGrades: [] };
}

/** Another primary failure drops what belonged to the one before. */
export function withFailure(state: LabelState, failure: Failure): LabelState {
  if (state.failure === failure) return state;
  return {
    ...state,
    failure,
    secondaryFailure: state.secondaryFailure === failure ? null : state.secondaryFailure,
    detail: null,
    inDocuments: null,
  };
}

export type LabelSection = 'verdict' | 'failure' | 'documents' | 'flag';

/**
 * What a reviewer is asked next, after what was said of the answer: what the label still needs, then what may be said
 * of a failure. Undefined where nothing follows.
 */
export function askedNext(state: LabelState): LabelSection | 'detail' | undefined {
  if (asksDocuments(state) && state.inDocuments === null) return 'documents';
  if (state.verdict === null) return 'verdict';
  if (!fails(state)) return undefined;
  return state.failure === null ? 'failure' : 'detail';
}

/** What has to be said before the label can be submitted, as a sentence, and where. */
export function whatIsMissing(state: LabelState): { section: LabelSection; sentence: string } | undefined {
  if (state.verdict === null)
    return { section: 'verdict', sentence: 'Say first whether the answer is correct.' };
  if (fails(state) && state.failure === null)
    return { section: 'failure', sentence: 'Say what failed: this verdict needs it.' };
  if (asksDocuments(state) && state.inDocuments === null && state.detail === null)
    return { section: 'documents', sentence: 'Say whether it is in the documents.' };
  if (state.flag !== null && state.flag.trim() === '')
    return { section: 'flag', sentence: 'Say why somebody else should decide, or take the flag off.' };
  return undefined;
}

/** The label as it is sent. Fields that do not go with the verdict stay on the screen and are left out. */
export function toLabel(state: LabelState, loggedAnswer: string | null): LabelDraft {
  const verdict = state.verdict ?? 'cannot_tell';
  const failing = fails(state);
  const ideal = state.idealAnswer?.trim() === '' ? null : state.idealAnswer;
  return {
    verdict,
    failure: failing ? state.failure : null,
    secondaryFailure: failing ? state.secondaryFailure : null,
    detail: failing ? state.detail : null,
    inDocuments: failing && asksDocuments(state) ? state.inDocuments : null,
    nothingToFind: state.nothingToFind ? true : null,
    // An answer that was opened in the editor and left as it is says nothing.
    idealAnswer: ideal === loggedAnswer ? null : ideal,
    missingDocument: state.missingDocument,
    grades: state.grades,
    bulkGrades: state.bulkGrades,
    note: state.note.trim() === '' ? null : state.note,
    flag: state.flag,
    activeSeconds: Math.round(state.activeSeconds),
  };
}

/** A line for a verdict that contradicts its evidence; the label may be submitted all the same. */
export function contradiction(state: LabelState): string | undefined {
  if (state.failure !== 'missing_knowledge' && !state.nothingToFind) return undefined;
  const parsed = labelInputSchema.safeParse(
    toLabel({ ...state, inDocuments: state.inDocuments ?? 'unknown' }, null),
  );
  if (!parsed.success || !contradictsEvidence(parsed.data, Object.values(state.grades))) return undefined;
  if (parsed.data.nothingToFind === true)
    return 'You said that there is nothing to find, and graded a hit 2 or 3.';
  return 'You said that knowledge is missing, and graded a hit 3: it answers the question.';
}

/** The details that go with the failure. */
export function detailsOf(failure: Failure | null): readonly string[] {
  return failure === null ? [] : DETAILS[failure];
}

export function toDraft(state: LabelState): Draft {
  return { ...state, savedAt: Date.now() };
}
