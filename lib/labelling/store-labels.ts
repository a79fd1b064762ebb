import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../platform/control-plane.ts';
import { contradictsEvidence } from './contradiction.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import type { ChunkGrade } from './grade-keys.ts';
import { readSampling } from './queries/sampling.ts';
import { reopenAdjudications } from './reopen-adjudications.ts';
import { type CurrentJudgement, planRevisions } from './revision-plan.ts';
import type { LabelInput } from './schema.ts';

/** A label that is ready to be stored: its query is known and its grades are by chunk. */
export interface NewLabel {
  queryId: string;
  questionHash: string;
  personId: string;
  label: LabelInput;
  grades: readonly ChunkGrade[];
  gradingProtocol: string;
  guidelineVersion: number | null;
  /** The item and lease it was submitted under. */
  lease?: { itemId: string; fence: number };
}

const MISSING_DOCUMENT_GRADE = 3;
/** Keeps a statement below the 32,767 values that PostgreSQL takes. */
const ROWS_A_STATEMENT = 1000;

/**
 * Adds labels as the current revisions of their reviewers, in order: each takes over from the reviewer's previous
 * label of the query and previous grades of the same (question, chunk). Returns their ids. Internal to the
 * domain: the callers have checked permission, query and grades. A concurrent writer makes it throw P2002.
 */
export async function storeLabels(
  tx: Transaction,
  projectId: string,
  now: Date,
  labels: readonly NewLabel[],
): Promise<string[]> {
  const queryIds = [...new Set(labels.map((label) => label.queryId))];
  const questions = [...new Set(labels.map((label) => label.questionHash))];
  const personIds = [...new Set(labels.map((label) => label.personId))];
  const earlier = await tx.label.findMany({
    where: { projectId, queryId: { in: queryIds }, personId: { in: personIds } },
    select: { id: true, queryId: true, personId: true, revision: true, current: true, itemId: true },
  });
  const judged: CurrentJudgement[] = await tx.judgement.findMany({
    where: { projectId, current: true, questionHash: { in: questions }, personId: { in: personIds } },
    select: { id: true, questionHash: true, chunkHash: true, personId: true, labelId: true },
  });
  const sampling = await readSampling(tx, projectId, queryIds);

  const planned = labels.map((label) => ({ ...label, id: uuidv7(), grades: withMissingDocument(label) }));
  const plan = planRevisions(planned, earlier, judged);
  await supersede(tx, plan.displacedLabels, plan.displacedJudgements);
  const itemOf = itemsOf(earlier);
  const labelRows = plan.labels.map(({ entry, revision, current, supersededBy }) => ({
    id: entry.id,
    projectId,
    queryId: entry.queryId,
    personId: entry.personId,
    itemId: itemOf(entry),
    itemFence: entry.lease?.fence ?? null,
    revision,
    current,
    supersededBy,
    ...labelColumns(entry),
    inclusion: sampling.sampledItems.has(itemOf(entry) ?? '') ? sampling.inclusionOf(entry.queryId) : null,
    createdAt: now,
  }));
  for (const rows of blocks(labelRows)) await tx.label.createMany({ data: rows });
  const judgementRows = plan.judgements.map((row) => ({ ...row, id: uuidv7(), projectId, createdAt: now }));
  for (const rows of blocks(judgementRows)) await tx.judgement.createMany({ data: rows });
  await reopenAdjudications(tx, projectId, queryIds, now);
  await enqueueMirror(tx, projectId, { queries: queryIds, questions });
  return planned.map(({ id }) => id);
}

/** A revision outside of the queue is still a label of the item that the person was given, and of its sample. */
function itemsOf(earlier: readonly Earlier[]): (entry: NewLabel) => string | null {
  const keyOf = ({ queryId, personId }: { queryId: string; personId: string }) =>
    JSON.stringify([queryId, personId]);
  const revised = new Map(
    earlier.filter(({ current }) => current).map((label) => [keyOf(label), label.itemId]),
  );
  return (entry) => entry.lease?.itemId ?? revised.get(keyOf(entry)) ?? null;
}

interface Earlier {
  queryId: string;
  personId: string;
  current: boolean;
  itemId: string | null;
}

function labelColumns({ label, grades, gradingProtocol, guidelineVersion }: NewLabel) {
  return {
    verdict: label.verdict,
    failure: label.failure ?? null,
    secondaryFailure: label.secondaryFailure ?? null,
    detail: label.detail ?? null,
    inDocuments: label.inDocuments ?? null,
    nothingToFind: label.nothingToFind ?? null,
    idealAnswer: label.idealAnswer ?? null,
    missingDocument: label.missingDocument?.chunk ?? null,
    note: label.note ?? null,
    flagNote: label.flag ?? null,
    gradingProtocol,
    guidelineVersion,
    activeSeconds: label.activeSeconds ?? null,
    flagged: contradictsEvidence(
      label,
      grades.filter(({ chunk }) => chunk !== label.missingDocument?.chunk).map(({ grade }) => grade),
    ),
  };
}

function withMissingDocument({ label, grades }: NewLabel): readonly ChunkGrade[] {
  if (label.missingDocument === undefined) return grades;
  return [...grades, { chunk: label.missingDocument.chunk, grade: MISSING_DOCUMENT_GRADE, bulk: false }];
}

/** Takes `current` from rows; maps are from row id to the id of the label that takes over. */
async function supersede(
  tx: Transaction,
  labels: ReadonlyMap<string, string>,
  judgements: ReadonlyMap<string, string>,
): Promise<void> {
  if (labels.size > 0)
    await tx.$executeRaw`UPDATE "Label" AS old SET "current" = false, "supersededBy" = taken.by
      FROM unnest(${[...labels.keys()]}::text[], ${[...labels.values()]}::text[]) AS taken(id, by)
      WHERE old."id" = taken.id`;
  if (judgements.size > 0)
    await tx.$executeRaw`UPDATE "Judgement" AS old SET "current" = false, "supersededBy" = taken.by
      FROM unnest(${[...judgements.keys()]}::text[], ${[...judgements.values()]}::text[]) AS taken(id, by)
      WHERE old."id" = taken.id`;
}

function blocks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_A_STATEMENT) }, (_, block) =>
    rows.slice(block * ROWS_A_STATEMENT, (block + 1) * ROWS_A_STATEMENT),
  );
}
