import type { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import { readSampledQueries } from '../../labelling/queries/sampled-queries.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { holm } from '../../statistics/holm.ts';
import { pairedScores } from '../../statistics/paired-scores.ts';
import type { Difference } from '../../statistics/rate-difference.ts';
import {
  COMPARED_METRICS,
  type ComparedMetric,
  type Comparison,
  type compareParamsSchema,
} from '../compare-schema.ts';
import { differenceOf, moreNeeded } from '../compared-side.ts';
import { decidedPart, failedPart, type LabelledAnswer } from '../failure-rates.ts';
import { type LabelledSide, labelledSides } from '../labelled-sides.ts';
import type { Slice } from '../slice.ts';
import { standardisedFailureRate } from '../standardised-failure-rate.ts';
import { type ComparedSlice, comparedSlice } from './compared-slice.ts';
import { MEASURES } from './measured-clusters.ts';
import { type OfQuestion, overlapOf, questionMeans } from './shared-questions.ts';

/** With fewer shared questions a paired difference says nothing. */
const MIN_PAIRS = 10;
const UNITS: Partial<Record<ComparedMetric, 'score' | 'ms' | 'usd'>> = {
  mrr_at_k: 'score',
  total_ms: 'ms',
  cost_usd: 'usd',
};
const FROM_LABELS = new Set<ComparedMetric>([
  'failure_rate',
  'missing_knowledge',
  'wrong_format',
  'weak_reasoning',
  'hit_rate_at_k',
  'mrr_at_k',
]);

/** Two slices of the log side by side; each side's filter stands in place of the shared one where they overlap. */
export async function compare(
  ctx: Context,
  filter: Filter,
  { a, b, points }: z.output<typeof compareParamsSchema>,
): Promise<Comparison> {
  requirePermission(ctx, 'quality:read');
  const k = (filter.k ?? DEFAULT_K) as Slice['k'];
  const [sideA, sideB, sample] = await Promise.all([
    filterCondition(ctx, { ...filter, ...a, k }),
    filterCondition(ctx, { ...filter, ...b, k }),
    readSampledQueries(ctx),
  ]);
  const [first, second, overlap] = await Promise.all([
    comparedSlice(ctx, sideA, { k, sample }),
    comparedSlice(ctx, sideB, { k, sample }),
    overlapOf(ctx, sideA, sideB),
  ]);
  const [questionsA, questionsB] =
    overlap.sharedQuestions < MIN_PAIRS
      ? [new Map(), new Map()]
      : await Promise.all([questionMeans(ctx, sideA, sideB), questionMeans(ctx, sideB, sideA)]);
  const [labelsA, labelsB] = labelledSides(first, second);
  const [metricsA, metricsB] = [
    { ...first.metrics, ...labelsA.metrics },
    { ...second.metrics, ...labelsB.metrics },
  ];
  const rows = COMPARED_METRICS.map((metric) => {
    const [one, other] = [metricsA[metric], metricsB[metric]];
    const pairs = pairsOf(valuesOf(metric, first, questionsA), valuesOf(metric, second, questionsB));
    return {
      metric,
      unit: UNITS[metric] ?? ('share' as const),
      labelled: FROM_LABELS.has(metric),
      a: one.shown,
      b: other.shown,
      difference: differenceOf(one, other),
      more: UNITS[metric] === undefined ? moreNeeded(one, other, points / 100) : null,
      paired: pairedOf(pairs),
    };
  });
  return {
    k,
    a: infoOf(first, labelsA),
    b: infoOf(second, labelsB),
    ...overlap,
    points,
    standardised: standardisedFailureRate(
      { mix: first.mix, counting: labelsA.counting },
      { mix: second.mix, counting: labelsB.counting },
    ),
    ...corrected(rows),
  };
}

const infoOf = (
  { queries, answers }: ComparedSlice,
  { sample, unlabelledClasses, counting }: LabelledSide,
) => ({ queries, labelled: answers.length, counting: counting.length, sample, unlabelledClasses });

interface Pair {
  a: number;
  b: number;
}

/** The metric of each question of a slice, where it has one. */
function valuesOf(
  metric: ComparedMetric,
  { answers }: ComparedSlice,
  questions: ReadonlyMap<string, OfQuestion>,
): Map<string, number> {
  if (metric === 'failure_rate') return failedByQuestion(answers);
  if (!isOfQuestion(metric)) return new Map();
  return new Map(
    [...questions].flatMap(([question, means]) => {
      const value = means[metric];
      return value === null ? [] : [[question, value] as const];
    }),
  );
}

const isOfQuestion = (metric: ComparedMetric): metric is keyof OfQuestion =>
  metric === 'hit_rate_at_k' || metric in MEASURES;

function failedByQuestion(answers: readonly LabelledAnswer[]): Map<string, number> {
  const decided = answers.filter((answer) => decidedPart(answer) > 0);
  return new Map(
    [...Map.groupBy(decided, ({ question }) => question)].map(([question, of]) => [
      question,
      of.reduce((sum, answer) => sum + failedPart(answer) / decidedPart(answer), 0) / of.length,
    ]),
  );
}

function pairsOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Pair[] {
  return [...a].flatMap(([question, first]) => {
    const second = b.get(question);
    return second === undefined ? [] : [{ a: first, b: second }];
  });
}

function pairedOf(
  pairs: readonly Pair[],
): { pairs: number; a: number; b: number; difference: Difference } | null {
  if (pairs.length < MIN_PAIRS) return null;
  const difference = pairedScores(pairs.map(({ a, b }) => ({ first: b, second: a })));
  if (difference === null) return null;
  const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  return { pairs: pairs.length, a: mean((pair) => pair.a), b: mean((pair) => pair.b), difference };
}

type Row = Omit<Comparison['metrics'][number], 'difference' | 'paired'> & {
  difference: Difference | null;
  paired: { pairs: number; a: number; b: number; difference: Difference } | null;
};

/** p-values corrected for all that the answer shows, paired or not. */
function corrected(rows: readonly Row[]): Pick<Comparison, 'metrics' | 'tests'> {
  const tested = rows.flatMap(({ difference, paired }) =>
    [difference, paired?.difference ?? null].filter((one) => one !== null),
  );
  const adjusted = holm(tested.map(({ pValue }) => pValue));
  const correctedP = new Map(tested.map((difference, place) => [difference, adjusted[place] ?? 1]));
  const shown = (difference: Difference) => ({
    ...difference,
    correctedP: correctedP.get(difference) ?? 1,
  });
  return {
    tests: tested.length,
    metrics: rows.map(({ difference, paired, ...row }) => ({
      ...row,
      difference: difference === null ? null : shown(difference),
      paired: paired === null ? null : { ...paired, difference: shown(paired.difference) },
    })),
  };
}
