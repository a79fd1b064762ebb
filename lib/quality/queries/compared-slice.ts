import { requirePermission } from '../../auth/permissions.ts';
import type { SampledQuery } from '../../labelling/queries/sampled-queries.ts';
import type { Context } from '../../platform/context.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { rateOfClusterSums } from '../../statistics/cluster-sums.ts';
import { rateDisplay } from '../../statistics/rate.ts';
import type { ComparedMetric } from '../compare-schema.ts';
import { type ComparedSide, NOTHING, shareSide } from '../compared-side.ts';
import { gradedMeasurement } from '../graded-slice.ts';
import type { LabelMetric, Labels } from '../labelled-sides.ts';
import type { Measurement } from '../measurement.ts';
import { placeKey } from '../series-builder.ts';
import type { Slice } from '../slice.ts';
import type { MixedSide } from '../standardised-failure-rate.ts';
import { clusterSums, type Measure, measuredMean } from './measured-clusters.ts';
import { peoplePatterns } from './ranking-patterns.ts';
import { type RetrievalCounts, retrievalCounts } from './retrieval-counts.ts';
import { sampledAnswers } from './sampled-answers.ts';
import { trafficMix } from './traffic-mix.ts';
import { wholeSlice } from './whole-slice.ts';
import { withZeroHits } from './with-zero-hits.ts';

export interface ComparedSlice extends Labels {
  queries: number;
  mix: MixedSide['mix'];
  metrics: Record<Exclude<ComparedMetric, LabelMetric>, ComparedSide>;
}

/** Every compared metric of one side but those of labels; `sample` is the project's, the same for both. */
export async function comparedSlice(
  ctx: Context,
  condition: FilterSql,
  { k, sample }: { k: Slice['k']; sample: readonly SampledQuery[] },
): Promise<ComparedSlice> {
  requirePermission(ctx, 'quality:read');
  const [{ answers: labelled, nonResponse }, sums, graded, mix] = await Promise.all([
    sampledAnswers(ctx, condition, sample),
    clusterSums(ctx, condition),
    gradedSides(ctx, wholeSlice(condition, k)),
    trafficMix(ctx, condition),
  ]);
  const mean = async (measure: Measure): Promise<ComparedSide> => {
    const found = await measuredMean(ctx, condition, measure, sums.of[measure]);
    const { n } = sums.of[measure];
    const { value = null, lower = null, upper = null, size = 0 } = found ?? {};
    const display = rateDisplay(n) === 'full' ? 'full' : 'grey';
    return { shown: { value, lower, upper, n, of: sums.queries, nEff: size, display }, mean: found };
  };
  const [totalMs, costUsd] = await Promise.all([mean('total_ms'), mean('cost_usd')]);
  return {
    queries: sums.queries,
    answers: [...labelled.values()],
    unlabelledClasses: nonResponse.unlabelledClasses,
    mix,
    metrics: {
      ...graded,
      zero_hit_rate: shareSide(rateOfClusterSums(sums.of.zero_hit_rate)),
      error_rate: shareSide(rateOfClusterSums(sums.of.error_rate)),
      total_ms: totalMs,
      cost_usd: costUsd,
    },
  };
}

/** Hit rate and MRR by people's grades, as the retrieval page has them of one point. */
async function gradedSides(ctx: Context, slice: Slice) {
  const counts = await retrievalCounts(ctx, slice);
  const patterns = await withZeroHits(counts, (zeroHits) => peoplePatterns(ctx, slice, zeroHits));
  const [at] = counts;
  if (at === undefined) return { hit_rate_at_k: NOTHING, mrr_at_k: NOTHING };
  const here = patterns.get(placeKey(at)) ?? [];
  const hitRate = gradedMeasurement('hit_rate', here, slice.k, at.answerableRan);
  const mrr = gradedMeasurement('mrr', here, slice.k, at.answerableRan);
  const mrrSide = gradedSide(mrr, at);
  return { hit_rate_at_k: gradedSide(hitRate, at), mrr_at_k: { ...mrrSide, mean: meanOf(mrrSide) } };
}

function gradedSide(measured: Measurement | null, at: RetrievalCounts): ComparedSide {
  if (measured === null) return NOTHING;
  const { value, lower, upper, n, of, display } = measured;
  // Zero hits enter at their share of all queries, as in `gradedMeasurement`.
  const known = n - at.answerableZero;
  const withHits = at.answerableRan - at.answerableZero;
  const nEff = withHits === 0 ? n : known + (at.answerableZero * known) / withHits;
  const ends = value === null ? { lower: null, upper: null } : { lower, upper };
  return { shown: { value, ...ends, n, of, nEff, display }, mean: null };
}

/** Half of a 95 % interval is 1.96 standard errors, also of a bootstrap's where the mean is about normal. */
function meanOf({ shown }: ComparedSide): ComparedSide['mean'] {
  const { value, lower, upper, nEff, display } = shown;
  if (value === null || lower === null || upper === null || display === 'counts') return null;
  return { value, lower, upper, standardError: (upper - lower) / (2 * 1.959964), size: nEff };
}
