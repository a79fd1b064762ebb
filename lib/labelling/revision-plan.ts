import type { ChunkGrade } from './grade-keys.ts';

interface Entry {
  id: string;
  queryId: string;
  questionHash: string;
  personId: string;
  grades: readonly ChunkGrade[];
}

export interface EarlierLabel {
  id: string;
  queryId: string;
  personId: string;
  revision: number;
  current: boolean;
}

export interface CurrentJudgement {
  id: string;
  questionHash: string;
  chunkHash: string;
  personId: string;
  labelId: string;
}

interface Supersedable {
  current: boolean;
  supersededBy: string | null;
}

interface NewJudgement extends Supersedable {
  questionHash: string;
  chunkHash: string;
  personId: string;
  labelId: string;
  grade: number;
  bulk: boolean;
}

export interface RevisionPlan<E extends Entry> {
  labels: ({ entry: E; revision: number } & Supersedable)[];
  judgements: NewJudgement[];
  /** Stored rows that lose `current`: from their id to the label that takes over. */
  displacedLabels: Map<string, string>;
  displacedJudgements: Map<string, string>;
}

/**
 * What has to be written so that `entries`, in order, become current. A label takes over from the reviewer's
 * previous one of the query with all its grades, and from the reviewer's grade of each same (question, chunk),
 * whichever query that was given on. `earlier` are all revisions of the pairs (query, reviewer), `judged` the
 * reviewers' current judgements of the questions.
 */
export function planRevisions<E extends Entry>(
  entries: readonly E[],
  earlier: readonly EarlierLabel[],
  judged: readonly CurrentJudgement[],
): RevisionPlan<E> {
  const displacedLabels = new Map<string, string>();
  const displacedJudgements = new Map<string, string>();
  const revisions = new Map<string, number>();
  const currentLabels = new Map<string, Holder>();
  const currentGrades = new Map<string, Holder>();

  for (const { id, queryId, personId, revision, current } of earlier) {
    const pair = keyOf(queryId, personId);
    revisions.set(pair, Math.max(revision, revisions.get(pair) ?? 0));
    if (current) currentLabels.set(pair, { labelId: id, supersede: (by) => displacedLabels.set(id, by) });
  }
  for (const { id, questionHash, chunkHash, personId, labelId } of judged)
    currentGrades.set(keyOf(questionHash, chunkHash, personId), {
      labelId,
      supersede: (by) => displacedJudgements.set(id, by),
    });

  const labels: RevisionPlan<E>['labels'] = [];
  const judgements: NewJudgement[] = [];
  for (const entry of entries) {
    const pair = keyOf(entry.queryId, entry.personId);
    const previous = currentLabels.get(pair);
    if (previous !== undefined) takeOver(previous, entry.id, currentGrades);
    const revision = (revisions.get(pair) ?? 0) + 1;
    revisions.set(pair, revision);
    const row = { entry, revision, current: true, supersededBy: null };
    labels.push(row);
    currentLabels.set(pair, holderOf(row, entry.id));

    for (const { chunk, grade, bulk } of entry.grades) {
      const { questionHash, personId, id: labelId } = entry;
      const key = keyOf(questionHash, chunk, personId);
      currentGrades.get(key)?.supersede(entry.id);
      const judgement = {
        questionHash,
        chunkHash: chunk,
        personId,
        labelId,
        grade,
        bulk,
        current: true,
        supersededBy: null,
      };
      judgements.push(judgement);
      currentGrades.set(key, holderOf(judgement, entry.id));
    }
  }
  return { labels, judgements, displacedLabels, displacedJudgements };
}

/** Who holds `current` for a key, stored or about to be. */
interface Holder {
  labelId: string;
  supersede(by: string): void;
}

/** `by` takes the place of a label and of the grades that it still holds. */
function takeOver(label: Holder, by: string, grades: Map<string, Holder>): void {
  label.supersede(by);
  for (const [key, holder] of grades) {
    if (holder.labelId !== label.labelId) continue;
    holder.supersede(by);
    grades.delete(key);
  }
}

function holderOf(row: Supersedable, labelId: string): Holder {
  return {
    labelId,
    supersede: (by) => {
      row.current = false;
      row.supersededBy = by;
    },
  };
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}
