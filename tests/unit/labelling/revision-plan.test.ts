import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CurrentJudgement, type EarlierLabel, planRevisions } from '#lib/labelling/revision-plan.ts';

interface Entry {
  id: string;
  queryId: string;
  questionHash: string;
  personId: string;
  grades: { chunk: string; grade: number; bulk: boolean }[];
}

/** Two queries of three ask the same question. */
const QUESTION_OF: Record<string, string> = { q1: 'same', q2: 'same', q3: 'other' };

const batches = fc
  .array(
    fc.array(
      fc.record({
        queryId: fc.constantFrom('q1', 'q2', 'q3'),
        personId: fc.constantFrom('p1', 'p2'),
        chunks: fc.uniqueArray(fc.constantFrom('c1', 'c2', 'c3')),
        grade: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 4 },
    ),
    { maxLength: 5 },
  )
  .map((rounds) =>
    rounds.map((round, r) =>
      round.map(({ queryId, personId, chunks, grade }, i): Entry => {
        const grades = chunks.map((chunk) => ({ chunk, grade, bulk: false }));
        return { id: `${r}-${i}`, queryId, questionHash: QUESTION_OF[queryId] ?? '', personId, grades };
      }),
    ),
  );

type Stored = EarlierLabel;
type StoredGrade = CurrentJudgement & { grade: number; current: boolean; supersededBy: string | null };

/** Applies the plans of all batches, as the database does. */
function apply(rounds: Entry[][]) {
  const labels: Stored[] = [];
  const grades: StoredGrade[] = [];
  for (const round of rounds) {
    const plan = planRevisions(
      round,
      labels,
      grades.filter((row) => row.current),
    );
    for (const row of labels) if (plan.displacedLabels.has(row.id)) row.current = false;
    for (const row of grades) {
      const by = plan.displacedJudgements.get(row.id);
      if (by !== undefined) Object.assign(row, { current: false, supersededBy: by });
    }
    for (const { entry, revision, current } of plan.labels)
      labels.push({ id: entry.id, queryId: entry.queryId, personId: entry.personId, revision, current });
    for (const row of plan.judgements) grades.push({ ...row, id: `g${grades.length}` });
  }
  return { labels, grades };
}

/** The same by the rule alone: the last word of each person on each query, then on each (question, chunk). */
function expectedGrades(entries: Entry[]) {
  const held = new Map<string, { grade: number; labelId: string }>();
  const lastLabel = new Map<string, string>();
  for (const { id, queryId, questionHash, personId, grades } of entries) {
    const previous = lastLabel.get(`${queryId} ${personId}`);
    for (const [key, { labelId }] of held) if (labelId === previous) held.delete(key);
    for (const { chunk, grade } of grades)
      held.set(`${questionHash} ${chunk} ${personId}`, { grade, labelId: id });
    lastLabel.set(`${queryId} ${personId}`, id);
  }
  return { held, lastLabel };
}

test('batches in any cut leave one current label a pair and the last grade a (question, chunk, person)', () => {
  fc.assert(
    fc.property(batches, (rounds) => {
      const { labels, grades } = apply(rounds);
      const { held, lastLabel } = expectedGrades(rounds.flat());
      const current = labels.filter((row) => row.current);
      expect(Object.fromEntries(current.map((row) => [`${row.queryId} ${row.personId}`, row.id]))).toEqual(
        Object.fromEntries(lastLabel),
      );
      expect(current).toHaveLength(lastLabel.size);
      const shown = grades.filter((row) => row.current);
      expect(shown).toHaveLength(held.size);
      for (const { questionHash, chunkHash, personId, grade, labelId } of shown)
        expect(held.get(`${questionHash} ${chunkHash} ${personId}`)).toEqual({ grade, labelId });
      for (const row of grades) expect(row.current).toBe(row.supersededBy === null);
    }),
  );
});

test('revisions of a pair count from one without gaps', () => {
  fc.assert(
    fc.property(batches, (rounds) => {
      const byPair = Map.groupBy(apply(rounds).labels, (row) => `${row.queryId} ${row.personId}`);
      for (const rows of byPair.values())
        expect(rows.map((row) => row.revision)).toEqual(rows.map((_, place) => place + 1));
    }),
  );
});
