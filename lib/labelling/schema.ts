import { z } from 'zod';
import { DETAILS, FAILURES, pageSchema, VERDICTS } from '../query-log/schema.ts';
import { text } from './stored-text.ts';

export * from './queue-schema.ts';

/** Answers to "Is it in the documents?", asked with the failure missing_knowledge. */
export const IN_DOCUMENTS = ['no', 'yes_not_found', 'yes_broken', 'unknown'] as const;
export const MAX_LABELS = 500;
/** How many items a person may hold at once: the one on the screen and two fetched ahead. */
export const MAX_HELD = 3;

const KIB = 1024;
const gradeSchema = z.literal([0, 1, 2, 3], 'must be 0, 1, 2 or 3');
const idSchema = z.string().min(1).max(256);

/** A field that may be absent, null or (text) blank; all three mean that nothing was said. */
const given = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => (value === null || value === '' ? undefined : value) as z.output<T> | undefined);

const labelFields = {
  verdict: z.enum(VERDICTS),
  failure: given(z.enum(FAILURES)),
  secondaryFailure: given(z.enum(FAILURES)),
  detail: given(z.enum(Object.values(DETAILS).flat() as [string, ...string[]])),
  inDocuments: given(z.enum(IN_DOCUMENTS)),
  nothingToFind: given(z.boolean()),
  idealAnswer: given(text(256 * KIB)),
  /** A known chunk that should have been found, by its content hash. Counts as grade 3. */
  missingDocument: given(z.strictObject({ chunk: z.string().min(1).max(128) })),
  /** Grades by hit id. Where hits of one query share an id, the chunk hash names one of them. */
  grades: given(z.record(z.string(), gradeSchema)).transform((grades) => grades ?? {}),
  /** Which of the grades came from "the rest is irrelevant". */
  bulkGrades: given(z.array(z.string()).max(400)).transform((hits) => hits ?? []),
  note: given(text(10_000)),
  /** Why somebody else should decide: the query goes to adjudication. */
  flag: given(text(1000)),
  activeSeconds: given(z.number().min(0).max(86_400)),
};

interface Failing {
  verdict: string;
  failure?: string | undefined;
  secondaryFailure?: string | undefined;
  detail?: string | undefined;
  inDocuments?: string | undefined;
}

/** What the fields of a label may not say together; the sentences are shown to whoever sent it. */
function checkFailure(label: Failing, ctx: z.RefinementCtx): void {
  const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
  const { verdict, failure, secondaryFailure, detail, inDocuments } = label;
  const fails = verdict === 'partly' || verdict === 'wrong';
  if (fails && failure === undefined) refuse('failure', `is required with the verdict ${verdict}`);
  if (!fails && failure !== undefined)
    refuse('failure', `goes only with the verdicts partly and wrong, not with ${verdict}`);
  if (secondaryFailure !== undefined && (failure === undefined || failure === secondaryFailure))
    refuse('secondaryFailure', 'needs a primary failure that is another one');
  if (inDocuments !== undefined && failure !== 'missing_knowledge')
    refuse('inDocuments', 'goes only with the failure missing_knowledge');
  if (detail !== undefined && !(detailsOf(failure) as readonly string[]).includes(detail))
    refuse(
      'detail',
      failure === undefined ? 'goes only with a failure' : `${detail} is not a detail of ${failure}`,
    );
}

function detailsOf(failure: string | undefined): readonly string[] {
  return failure !== undefined && failure in DETAILS ? DETAILS[failure as keyof typeof DETAILS] : [];
}

const DETAIL_OF: Record<(typeof IN_DOCUMENTS)[number], string | undefined> = {
  no: 'not_in_corpus',
  yes_not_found: 'not_retrieved',
  yes_broken: 'bad_chunk',
  unknown: undefined,
};

/** The answer to "Is it in the documents?" is a detail already, unless a finer one was given. */
function withDetail<
  L extends { detail?: string | undefined; inDocuments?: keyof typeof DETAIL_OF | undefined },
>(label: L): L {
  if (label.detail !== undefined || label.inDocuments === undefined) return label;
  return { ...label, detail: DETAIL_OF[label.inDocuments] };
}

/** A label as a reviewer submits it. Hits that are not in `grades` stay ungraded. */
export const labelInputSchema = z.strictObject(labelFields).superRefine(checkFailure).transform(withDetail);
export type LabelInput = z.output<typeof labelInputSchema>;
/** What a screen holds before parsing: everything but the verdict may be absent. */
export type LabelDraft = z.input<typeof labelInputSchema>;

/** One label of `POST /api/v1/labels`. Without `reviewer` it is the sender's own. */
export const writtenLabelSchema = z
  .strictObject({
    queryId: idSchema,
    reviewer: given(text(200).transform((name) => name.trim())),
    ...labelFields,
  })
  .superRefine(checkFailure)
  .transform(withDetail);
export type WrittenLabel = z.output<typeof writtenLabelSchema>;

/** Each label is parsed on its own, so that a bad one does not reject its neighbours. */
export const writeLabelsSchema = z.strictObject({ labels: z.array(z.unknown()).min(1).max(MAX_LABELS) });

export const adjudicateSchema = z.strictObject({
  queryId: idSchema,
  label: labelInputSchema,
  /** The decision that is known to stand, null for none: another one stands in the way. Absent: whatever stands. */
  standing: idSchema.nullish(),
});

/** What every batch answers: `ids` has one entry for each input, null where it was rejected. */
export const batchAnswerSchema = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  ids: z.array(z.string().nullable()),
  rejected: z.array(
    z.object({
      index: z.number(),
      id: z.string().nullable(),
      code: z.string(),
      path: z.string(),
      message: z.string(),
    }),
  ),
});
export type BatchAnswer = z.output<typeof batchAnswerSchema>;

/** A label as it is read. `grades` are by hit id, or by chunk hash where hits of the query share an id. */
export const labelViewSchema = z.object({
  id: z.string(),
  queryId: z.string(),
  reviewer: z.string(),
  revision: z.number(),
  verdict: z.string(),
  failure: z.string().nullable(),
  secondaryFailure: z.string().nullable(),
  detail: z.string().nullable(),
  inDocuments: z.string().nullable(),
  nothingToFind: z.boolean().nullable(),
  idealAnswer: z.string().nullable(),
  missingDocument: z.object({ chunk: z.string() }).nullable(),
  grades: z.record(z.string(), gradeSchema),
  bulkGrades: z.array(z.string()),
  note: z.string().nullable(),
  flag: z.string().nullable(),
  activeSeconds: z.number().nullable(),
  gradingProtocol: z.string(),
  guidelineVersion: z.number().nullable(),
  /** Probability with which the query was drawn; null where no random sample did. */
  inclusion: z.number().nullable(),
  /** The verdict contradicts the grades. */
  flagged: z.boolean(),
  createdAt: z.string(),
});
export type LabelView = z.output<typeof labelViewSchema>;
/** The reader's own label on the label screen, without what tells how its query came to them. */
export const ownLabelViewSchema = labelViewSchema.omit({
  revision: true,
  gradingProtocol: true,
  guidelineVersion: true,
  inclusion: true,
});
export type OwnLabelView = z.output<typeof ownLabelViewSchema>;
export const labelPageSchema = pageSchema(labelViewSchema);

export const listLabelsSchema = z.object({
  queryId: idSchema.optional(),
  reviewer: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.uuid().optional(),
});

/** What the label screen needs beside the query itself. */
export const labellingViewSchema = z.object({
  own: ownLabelViewSchema.nullable(),
  /** This reviewer's grades of the same chunks for the same question, given on another query. */
  prefilled: z.record(z.string(), gradeSchema),
  /** For each hit in order: the key of its grade in `grades` and `prefilled`. */
  gradeKeys: z.array(z.string()),
  guidelines: z.object({ version: z.number(), text: z.string() }),
});
export type LabellingView = z.output<typeof labellingViewSchema>;

export const claimItemSchema = z.strictObject({
  queueId: z.string(),
  /** Items this screen holds already, to fetch further ones ahead. */
  except: z
    .array(z.string())
    .max(MAX_HELD - 1)
    .default([]),
});

/** A half-filled label; a screen may keep state of its own beside it. */
export const draftSchema = z.record(z.string(), z.json());
export type Draft = z.output<typeof draftSchema>;

export const leasedItemSchema = z.object({
  id: z.string(),
  queueId: z.string(),
  queryId: z.string(),
  fence: z.number(),
  leasedUntil: z.string(),
  draft: draftSchema.nullable(),
});
export type LeasedItem = z.output<typeof leasedItemSchema>;

export const emptyQueueSchema = z.object({
  /** Queries, of which one that several shall label has several places. */
  withOthers: z.number(),
  nextFreeAt: z.string().nullable(),
  /** Open for others only: skipped by this person, or labelled by them and wanted from a second reviewer. */
  skippedByYou: z.number(),
  needAnother: z.number(),
  /** Places: labels that are given, and that are wanted. */
  done: z.number(),
  total: z.number(),
});
export type EmptyQueue = z.output<typeof emptyQueueSchema>;

export const claimResultSchema = z.union([
  z.object({ item: leasedItemSchema }),
  z.object({ empty: emptyQueueSchema }),
]);
export type ClaimResult = z.output<typeof claimResultSchema>;

const lease = { itemId: z.string(), fence: z.number().int().min(1) };
export const submitLabelSchema = z.strictObject({ ...lease, label: labelInputSchema });
export const saveDraftSchema = z.strictObject({ ...lease, draft: draftSchema });
export const skipItemSchema = z.strictObject({ ...lease, reason: given(text(1000)) });
export const releaseItemSchema = z.strictObject(lease);
/** `takeBack` leases the item anew if its lease has run out and nobody else took it. */
export const renewLeaseSchema = z.strictObject({ ...lease, takeBack: z.boolean().default(false) });
export const undoLabelSchema = z.strictObject({ labelId: z.string() });

/** Why a lease no longer serves: it ran out, is another's (or another tab's), or the item is not open any more. */
export const CONFLICTS = ['expired', 'taken', 'done', 'unjudged', 'removed', 'withdrawn'] as const;
export type Conflict = (typeof CONFLICTS)[number];
/** Of an item that is open still: it can be taken back, at once or when another's lease has ended. */
export const RETAKABLE: readonly string[] = ['expired', 'taken'] satisfies Conflict[];
export const conflictSchema = z.object({
  status: z.literal('conflict'),
  reason: z.enum([...CONFLICTS, 'undone', 'superseded', 'too_late']),
  message: z.string(),
});
export type ConflictResult = z.output<typeof conflictSchema>;

const orConflict = <T extends z.ZodObject>(result: T) => z.union([result, conflictSchema]);
export const submitResultSchema = orConflict(
  z.object({
    status: z.literal('stored'),
    labelId: z.string(),
    /** What had been decided, for a new reviewer who is shown gold items first. */
    feedback: z
      .object({
        agrees: z.boolean(),
        verdict: z.string(),
        failure: z.string().nullable(),
        note: z.string().nullable(),
      })
      .optional(),
  }),
);
export const savedResultSchema = orConflict(z.object({ status: z.literal('saved') }));
export const skipResultSchema = orConflict(z.object({ status: z.literal('skipped') }));
export const releaseResultSchema = orConflict(z.object({ status: z.literal('released') }));
export const leaseResultSchema = orConflict(
  z.object({ status: z.literal('leased'), fence: z.number(), leasedUntil: z.string() }),
);
export const undoResultSchema = orConflict(
  z.object({
    status: z.literal('undone'),
    /** The item, leased to the person again with the undone label as its draft; null if it had none. */
    item: leasedItemSchema.nullable(),
  }),
);
export type SubmitResult = z.output<typeof submitResultSchema>;
export type SavedResult = z.output<typeof savedResultSchema>;
export type SkipResult = z.output<typeof skipResultSchema>;
export type ReleaseResult = z.output<typeof releaseResultSchema>;
export type LeaseResult = z.output<typeof leaseResultSchema>;
export type UndoResult = z.output<typeof undoResultSchema>;
