import type { QueryTruth } from './answer-question.ts';
import type { AnswerTruth } from './answer-truth.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { WireLabel, WireQuery } from './wire.ts';

/** How often a reviewer errs, each as a share of the labels or, for grades, of the hits. */
export type Reviewer = { name: string; verdictSlips: number; failureSlips: number; gradeSlips: number };

export const reviewers: readonly Reviewer[] = [
  { name: 'Ana Ruiz', verdictSlips: 0.04, failureSlips: 0.05, gradeSlips: 0.03 },
  { name: 'Ben Osei', verdictSlips: 0.09, failureSlips: 0.1, gradeSlips: 0.06 },
  { name: 'Chloe Martin', verdictSlips: 0.06, failureSlips: 0.12, gradeSlips: 0.04 },
];

export type LabelOptions = {
  seed: number;
  /** How many queries are labelled. */
  labelled: number;
  /** How many of them by two reviewers or, one in three, by all three. */
  overlapping: number;
  team?: readonly Reviewer[];
};

/**
 * Labels for a simple random sample of the answered queries. A query that failed has no answer to judge and is
 * not drawn. `truth` is parallel to `queries`.
 */
export function generateLabels(
  queries: readonly WireQuery[],
  truth: readonly QueryTruth[],
  { seed, labelled, overlapping, team = reviewers }: LabelOptions,
): WireLabel[] {
  const chance = chanceOf(seed, 'labels');
  const answered = queries.flatMap((query, position) => {
    const known = truth[position];
    return known?.judged ? [{ query, known, judged: known.judged }] : [];
  });
  return chance
    .shuffled(answered)
    .slice(0, labelled)
    .flatMap(({ query, known, judged }, place) => {
      const count = place >= overlapping ? 1 : place % 3 === 0 ? 3 : 2;
      return chance
        .shuffled(team)
        .slice(0, count)
        .map((reviewer) => labelOf(query, known, judged, reviewer, chanceOf(seed, query.id, reviewer.name)));
    });
}

function labelOf(
  query: WireQuery,
  { question, grades }: QueryTruth,
  judged: AnswerTruth,
  reviewer: Reviewer,
  chance: Chance,
): WireLabel {
  const { verdict, failure, detail } = opinion(judged, reviewer, chance);
  const bad = verdict === 'partly' || verdict === 'wrong';
  const graded = Object.entries(grades).map(([id, grade]) => [
    id,
    chance.happens(reviewer.gradeSlips) ? neighbourOf(grade, chance) : grade,
  ]);
  return {
    queryId: query.id,
    reviewer: reviewer.name,
    verdict,
    ...(failure === undefined ? {} : { failure }),
    ...(detail === undefined ? {} : { detail }),
    ...(bad && question.coverage === 'answerable' && chance.happens(0.6)
      ? { idealAnswer: citing(question.ideal, query, question.relevant) }
      : {}),
    nothingToFind: question.coverage === 'out_of_scope',
    grades: Object.fromEntries(graded),
    ...(detail === 'not_retrieved' && chance.happens(0.15)
      ? { note: 'The handbook has a section on this.' }
      : {}),
  };
}

/** What the reviewer makes of the truth: mostly the same, now and then a slip that people really make. */
function opinion(truth: AnswerTruth, reviewer: Reviewer, chance: Chance): AnswerTruth {
  if (chance.happens(reviewer.verdictSlips)) return slippedVerdict(truth, chance);
  if (truth.failure === 'missing_knowledge' && chance.happens(reviewer.failureSlips)) {
    return { verdict: truth.verdict, failure: 'weak_reasoning', detail: 'invented' };
  }
  if (truth.failure === 'weak_reasoning' && chance.happens(reviewer.failureSlips)) {
    return { verdict: truth.verdict, failure: 'missing_knowledge', detail: 'not_retrieved' };
  }
  return truth;
}

function slippedVerdict(truth: AnswerTruth, chance: Chance): AnswerTruth {
  if (truth.verdict === 'correct') {
    return chance.happens(0.3)
      ? { verdict: 'cannot_tell' }
      : { verdict: 'partly', failure: 'wrong_format', detail: chance.pick(['length', 'tone']) };
  }
  if (truth.failure === 'wrong_format') return { verdict: 'correct' };
  return { ...truth, verdict: truth.verdict === 'wrong' ? 'partly' : 'wrong' };
}

function neighbourOf(grade: number, chance: Chance): number {
  if (grade === 0) return 1;
  return grade === 3 ? 2 : grade + chance.pick([-1, 1]);
}

/** The ideal answer in the format asked for: with the number of the hit it rests on, if that was found. */
function citing(ideal: string, query: WireQuery, relevant: readonly string[]): string {
  const rank = query.hits?.findIndex(({ id }) => relevant.includes(id)) ?? -1;
  return rank < 0 ? ideal : ideal.replace(/\.$/, ` [${rank + 1}].`);
}
