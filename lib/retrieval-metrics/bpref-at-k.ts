import {
  countRelevant,
  DEFAULT_THRESHOLD,
  type Grade,
  type GradedRanking,
  type MetricOptions,
  topK,
} from './graded-ranking.ts';
import type { GapMetric } from './ranking-metric.ts';

/**
 * How seldom chunks judged irrelevant stand above relevant hits of the top k; ungraded hits are passed over. 0 to 1;
 * 0 when nothing was judged relevant. trec_eval `bpref` is k = Infinity.
 */
export function bprefAtK(
  { grades, outside }: GradedRanking,
  { k, threshold = DEFAULT_THRESHOLD }: MetricOptions,
): number {
  const judged = [...grades.filter(isGraded), ...outside];
  const relevant = countRelevant(judged, threshold);
  if (relevant === 0) return 0;
  const mostAbove = Math.min(relevant, judged.length - relevant);

  let irrelevantAbove = 0;
  let sum = 0;
  for (const grade of topK(grades, k)) {
    if (grade === null) continue;
    if (grade < threshold) irrelevantAbove += 1;
    else sum += irrelevantAbove === 0 ? 1 : 1 - Math.min(irrelevantAbove, relevant) / mostAbove;
  }
  return sum / relevant;
}

function isGraded(grade: Grade | null): grade is Grade {
  return grade !== null;
}

export const bpref = {
  id: 'bpref',
  name: 'bpref@k',
  formula:
    '(1 / R) Σ (1 − min(n, R) / min(N, R)) over the relevant hits of the top k; n = hits judged irrelevant above it, N = all chunks judged irrelevant',
  reference:
    'Buckley, Voorhees: Retrieval evaluation with incomplete information (2004); trec_eval bpref, cut at k',
  help: 'How seldom hits judged irrelevant stand above relevant ones. Made for lists that are graded in part: ungraded hits play no part.',
  apiOnly: true,
  needsOutsideJudgements: true,
  needsJudgedTopK: false,
  ungraded: 'passed_over',
  compute: bprefAtK,
} as const satisfies GapMetric;
