import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { FAILURES, RESOLVED_VERDICTS } from '../../query-log/schema.ts';
import { rateOfCounts } from '../../statistics/rate.ts';
import { costOfCorrect } from '../cost-of-correct.ts';
import { labelRate, sampleOf } from '../label-sample.ts';
import { rateMeasurement } from '../measurement.ts';
import {
  ANSWER_METRICS,
  type AnswerParams,
  answerParamsSchema,
  type QualityMetric,
  type Sample,
  type Series,
} from '../schema.ts';
import { placeKey, SeriesBuilder } from '../series-builder.ts';
import { addMeasures, type PlaceCost } from './answer-measures.ts';
import { feedbackCounts } from './feedback-counts.ts';
import { type LabelRow, labelRows } from './label-rows.ts';
import { resolveSlice } from './resolve-slice.ts';

const LABEL_METRICS: readonly QualityMetric[] = [
  'answer_good_rate',
  'cost_usd_per_correct',
  ...RESOLVED_VERDICTS,
  ...FAILURES,
];

/**
 * The Answers page: what people said of the answers, errors, feedback, latency and cost. Throws `invalid` for a
 * bucket that is too fine.
 */
export async function answerSeries(ctx: Context, filter: Filter, input: AnswerParams = {}): Promise<Series> {
  requirePermission(ctx, 'quality:read');
  const params = answerParamsSchema.parse(input);
  const slice = await resolveSlice(ctx, filter, params);
  const builder = new SeriesBuilder(params.metrics ?? ANSWER_METRICS);
  if (slice.starts.length === 0) return builder.answer(slice, 'none');

  const [labels, feedback, costs] = await Promise.all([
    builder.wants(...LABEL_METRICS) ? labelRows(ctx, slice) : [],
    builder.wants('feedback_up', 'feedback_down') ? feedbackCounts(ctx, slice) : [],
    addMeasures(ctx, slice, builder),
  ]);
  const sample = sampleOf(labels);
  for (const [key, here] of Map.groupBy(labels, placeKey)) addLabels(builder, here, sample, costs.get(key));
  for (const { given, up, down, ...at } of feedback) {
    builder.add('feedback_up', at, rateMeasurement(rateOfCounts(up, given)));
    builder.add('feedback_down', at, rateMeasurement(rateOfCounts(down, given)));
  }
  return builder.answer(slice, sample);
}

const isFailure = ({ verdict }: LabelRow) => verdict === 'partly' || verdict === 'wrong';
const isDecided = (label: LabelRow) => label.verdict === 'correct' || isFailure(label);

/** Verdicts as shares of all labelled queries, good answers of the decided ones, kinds of the failures. */
function addLabels(
  builder: SeriesBuilder,
  labels: readonly LabelRow[],
  sample: Sample,
  cost: PlaceCost | undefined,
): void {
  const [at] = labels;
  if (at === undefined) return;
  const add = (metric: QualityMetric, of: readonly LabelRow[], isPositive: (label: LabelRow) => boolean) => {
    if (builder.wants(metric)) builder.add(metric, at, rateMeasurement(labelRate(of, isPositive, sample)));
  };
  const decided = labels.filter(isDecided);
  const isCorrect = ({ verdict }: LabelRow) => verdict === 'correct';
  add('answer_good_rate', decided, isCorrect);
  if (cost !== undefined)
    builder.add('cost_usd_per_correct', at, costOfCorrect(cost.mean, labelRate(decided, isCorrect, sample)));
  for (const verdict of RESOLVED_VERDICTS) add(verdict, labels, (label) => label.verdict === verdict);
  const failures = labels.filter(isFailure);
  for (const failure of FAILURES) add(failure, failures, (label) => label.failure === failure);
}
