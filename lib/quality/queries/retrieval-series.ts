import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import type { MetricId } from '../../retrieval-metrics/registry.ts';
import { rateOfCounts } from '../../statistics/rate.ts';
import { gradedMeasurement, judgedMeasurement, MAX_RESAMPLED } from '../graded-slice.ts';
import { sampleOf } from '../label-sample.ts';
import { meanMeasurement, quantileMeasurement, rateMeasurement } from '../measurement.ts';
import {
  RETRIEVAL_METRICS,
  type RetrievalMetric,
  type RetrievalParams,
  retrievalParamsSchema,
  type Sample,
  type Series,
} from '../schema.ts';
import { placeKey, SeriesBuilder } from '../series-builder.ts';
import type { Slice } from '../slice.ts';
import { judgePatterns } from './judge-score-patterns.ts';
import { expectedPatterns, peoplePatterns } from './ranking-patterns.ts';
import { resolveSlice } from './resolve-slice.ts';
import { type RetrievalCounts, retrievalCounts } from './retrieval-counts.ts';
import { addTopScores } from './top-scores.ts';
import { withZeroHits } from './with-zero-hits.ts';

const PEOPLE: readonly (readonly [RetrievalMetric, MetricId])[] = [
  ['hit_rate_at_k', 'hit_rate'],
  ['mrr_at_k', 'mrr'],
  ['precision_at_k', 'precision'],
  ['ndcg_at_k', 'ndcg'],
  ['ndcg_exponential_at_k', 'ndcg_exponential'],
  ['recall_at_k', 'recall'],
  ['map_at_k', 'map'],
  ['r_precision_at_k', 'r_precision'],
  ['bpref_at_k', 'bpref'],
  ['rbp_at_k', 'rbp'],
];
const EXPECTED: readonly (readonly [RetrievalMetric, MetricId])[] = [
  ['hit_rate_at_k_expected', 'hit_rate'],
  ['mrr_at_k_expected', 'mrr'],
  ['precision_at_k_expected', 'precision'],
  ['recall_at_k_expected', 'recall'],
  ['map_at_k_expected', 'map'],
];
const JUDGE: readonly (readonly [RetrievalMetric, MetricId])[] = [
  ['hit_rate_at_k_judge', 'hit_rate'],
  ['mrr_at_k_judge', 'mrr'],
  ['precision_at_k_judge', 'precision'],
  ['ndcg_at_k_judge', 'ndcg'],
];

/**
 * The Retrieval page: how well the retriever finds, and how fast. Metrics from grades of people, from what was
 * expected and from the relevance scores of judges are separate series. Throws `invalid` for a bucket that is too fine.
 */
export async function retrievalSeries(
  ctx: Context,
  filter: Filter,
  input: RetrievalParams = {},
): Promise<Series> {
  requirePermission(ctx, 'quality:read');
  const params = retrievalParamsSchema.parse(input);
  const slice = await resolveSlice(ctx, filter, params);
  const builder = new SeriesBuilder(params.metrics ?? RETRIEVAL_METRICS);
  if (slice.starts.length === 0) return builder.answer(slice, 'none');

  const [counts, scoreGroups] = await Promise.all([
    retrievalCounts(ctx, slice),
    builder.wants('top_score') ? addTopScores(ctx, slice, builder) : [],
  ]);
  for (const place of counts) addCounts(builder, place);
  if (builder.wants('judged_at_k', ...PEOPLE.map(([metric]) => metric))) {
    await addPeople(ctx, slice, builder, counts);
  }
  if (builder.wants(...JUDGE.map(([metric]) => metric))) await addJudge(ctx, slice, builder, counts);
  if (builder.wants(...EXPECTED.map(([metric]) => metric))) await addExpected(ctx, slice, builder, counts);
  return builder.answer(slice, sampleOfCounts(counts), scoreGroups);
}

function addCounts(builder: SeriesBuilder, at: RetrievalCounts): void {
  builder.add('zero_hit_rate', at, rateMeasurement(rateOfCounts(at.zero, at.ran)));
  const answerable = rateOfCounts(at.answerableZero, at.answerableRan);
  builder.add('zero_hit_rate_answerable', at, rateMeasurement(answerable));
  const hits = { mean: at.hits, variance: at.hitsVariance, n: at.ran };
  builder.add('hits_per_query', at, meanMeasurement(hits, at.ran));
  builder.add('retrieval_p50_ms', at, quantileMeasurement(at.p50Ms, at.timed, at.all));
  builder.add('retrieval_p95_ms', at, quantileMeasurement(at.p95Ms, at.timed, at.all));
}

async function addPeople(
  ctx: Context,
  slice: Slice,
  builder: SeriesBuilder,
  counts: readonly RetrievalCounts[],
): Promise<void> {
  const patterns = await withZeroHits(counts, (zeroHits) => peoplePatterns(ctx, slice, zeroHits));
  for (const at of counts) {
    const here = patterns.get(placeKey(at)) ?? [];
    for (const [metric, id] of PEOPLE) {
      if (builder.wants(metric))
        builder.add(metric, at, gradedMeasurement(id, here, slice.k, at.answerableRan));
    }
    builder.add('judged_at_k', at, judgedMeasurement(here, slice.k, at.answerableRan));
  }
}

/** As of people, but from a judge's grades alone. Where no judge said anything there is no series, not even of zero hits. */
async function addJudge(
  ctx: Context,
  slice: Slice,
  builder: SeriesBuilder,
  counts: readonly RetrievalCounts[],
): Promise<void> {
  const patterns = await withZeroHits(counts, (zeroHits) => judgePatterns(ctx, slice, zeroHits));
  if (patterns === undefined) return;
  for (const at of counts) {
    const here = patterns.get(placeKey(at)) ?? [];
    for (const [metric, id] of JUDGE) {
      if (builder.wants(metric))
        builder.add(metric, at, gradedMeasurement(id, here, slice.k, at.answerableRan));
    }
  }
}

async function addExpected(
  ctx: Context,
  slice: Slice,
  builder: SeriesBuilder,
  counts: readonly RetrievalCounts[],
): Promise<void> {
  const expected = counts.reduce((sum, at) => sum + at.expected, 0);
  if (expected === 0) return;
  const patterns = await expectedPatterns(ctx, slice, expected <= MAX_RESAMPLED);
  for (const at of counts) {
    const here = patterns.get(placeKey(at)) ?? [];
    const of = here.reduce((sum, { count }) => sum + count, 0);
    for (const [metric, id] of EXPECTED) {
      if (!builder.wants(metric)) continue;
      const measured = gradedMeasurement(id, here, slice.k, of);
      if (measured === null) continue;
      // Everything is judged here, so there is no band.
      const { notLookedAt: _, ...judged } = measured;
      builder.add(metric, at, { ...judged, bandLower: null, bandUpper: null });
    }
  }
}

function sampleOfCounts(counts: readonly RetrievalCounts[]): Sample {
  return sampleOf(
    counts.flatMap(({ labelled, randomLabelled }) => [
      { pi: 1, count: randomLabelled },
      { pi: null, count: labelled - randomLabelled },
    ]),
  );
}
