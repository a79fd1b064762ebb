import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { rateOfCounts } from '../../statistics/rate.ts';
import {
  countMeasurement,
  type Measurement,
  meanMeasurement,
  quantileMeasurement,
  rateMeasurement,
  sumMeasurement,
} from '../measurement.ts';
import { placeKey, type SeriesBuilder } from '../series-builder.ts';
import type { Slice } from '../slice.ts';

const quantiles = z.tuple([z.number().nullable(), z.number().nullable()]);
const measureRowSchema = z.object({
  start: z.number(),
  grp: z.string(),
  all: z.number(),
  errors: z.number(),
  retrieval_errors: z.number(),
  generation_errors: z.number(),
  generated: z.number(),
  generation: quantiles,
  timed: z.number(),
  total: quantiles,
  priced: z.number(),
  cost: z.number().nullable(),
  cost_mean: z.number().nullable(),
  cost_variance: z.number().nullable(),
  input_counted: z.number(),
  input_tokens: z.number().nullable(),
  output_counted: z.number(),
  output_tokens: z.number().nullable(),
  input_mean: z.number().nullable(),
  input_variance: z.number().nullable(),
  output_mean: z.number().nullable(),
  output_variance: z.number().nullable(),
  checked: z.number(),
  well_formed: z.number(),
  cite_measured: z.number(),
  uncited: z.number(),
  coverage_mean: z.number().nullable(),
  coverage_variance: z.number().nullable(),
});
type MeasureRow = z.infer<typeof measureRowSchema>;

/** What a query cost on the mean, over the `priced` whose cost is known. */
export interface PlaceCost {
  mean: number | null;
  priced: number;
}

const COVERAGE = 'q.linked_sentences / q.answer_sentences';

/**
 * Adds what needs no label: volume, errors by stage, latency, cost, tokens, form and citations, from one scan of
 * narrow columns. Answers the cost of each place.
 */
export async function addMeasures(
  ctx: Context,
  { condition, placeSql }: Slice,
  builder: SeriesBuilder,
): Promise<ReadonlyMap<string, PlaceCost>> {
  const rows = await ctx.stores.queryLog.rows(
    measureRowSchema,
    `SELECT ${placeSql}, count() AS all, countIf(q.error_stage != '') AS errors,
       countIf(q.error_stage = 'retrieval') AS retrieval_errors,
       countIf(q.error_stage = 'generation') AS generation_errors,
       count(q.generation_ms) AS generated, quantilesExactInclusive(0.5, 0.95)(q.generation_ms) AS generation,
       count(q.total_ms) AS timed, quantilesExactInclusive(0.5, 0.95)(q.total_ms) AS total,
       count(q.cost_usd) AS priced, sum(q.cost_usd) AS cost, avg(q.cost_usd) AS cost_mean,
       if(priced > 1, varSamp(q.cost_usd), NULL) AS cost_variance,
       count(q.input_tokens) AS input_counted, sum(q.input_tokens) AS input_tokens,
       count(q.output_tokens) AS output_counted, sum(q.output_tokens) AS output_tokens,
       avg(q.input_tokens) AS input_mean, if(input_counted > 1, varSamp(q.input_tokens), NULL) AS input_variance,
       avg(q.output_tokens) AS output_mean, if(output_counted > 1, varSamp(q.output_tokens), NULL) AS output_variance,
       count(q.format_ok) AS checked, countIf(q.format_ok) AS well_formed,
       countIf(q.answer_sentences > 0) AS cite_measured,
       countIf(q.answer_sentences > 0 AND q.linked_sentences = 0) AS uncited,
       if(cite_measured > 0, avgIf(${COVERAGE}, q.answer_sentences > 0), NULL) AS coverage_mean,
       if(cite_measured > 1, varSampIf(${COVERAGE}, q.answer_sentences > 0), NULL) AS coverage_variance
     FROM queries AS q WHERE ${condition.where} GROUP BY start, grp`,
    condition.params,
  );
  for (const row of rows) addRow(builder, row);
  return new Map(rows.map((row) => [placeKey(row), { mean: row.cost_mean, priced: row.priced }]));
}

/** A mean of shares: its interval ends at one. */
function shareMeasurement(mean: Measurement | null): Measurement | null {
  return mean === null || mean.upper === null ? mean : { ...mean, upper: Math.min(1, mean.upper) };
}

function addRow(builder: SeriesBuilder, row: MeasureRow): void {
  const { all } = row;
  const errors = (count: number) => rateMeasurement(rateOfCounts(count, all));
  builder.add('queries', row, countMeasurement(all));
  builder.add('error_rate', row, errors(row.errors));
  builder.add('error_retrieval', row, errors(row.retrieval_errors));
  builder.add('error_generation', row, errors(row.generation_errors));
  builder.add('error_other', row, errors(row.errors - row.retrieval_errors - row.generation_errors));
  builder.add('generation_p50_ms', row, quantileMeasurement(row.generation[0], row.generated, all));
  builder.add('generation_p95_ms', row, quantileMeasurement(row.generation[1], row.generated, all));
  builder.add('total_p50_ms', row, quantileMeasurement(row.total[0], row.timed, all));
  builder.add('total_p95_ms', row, quantileMeasurement(row.total[1], row.timed, all));
  builder.add('cost_usd_sum', row, sumMeasurement(row.cost, row.priced, all));
  const cost = { mean: row.cost_mean, variance: row.cost_variance, n: row.priced };
  builder.add('cost_usd_per_query', row, meanMeasurement(cost, all));
  builder.add('tokens_input_sum', row, sumMeasurement(row.input_tokens, row.input_counted, all));
  builder.add('tokens_output_sum', row, sumMeasurement(row.output_tokens, row.output_counted, all));
  const mean = (of: 'input' | 'output') =>
    meanMeasurement(
      { mean: row[`${of}_mean`], variance: row[`${of}_variance`], n: row[`${of}_counted`] },
      all,
    );
  builder.add('tokens_input_per_query', row, mean('input'));
  builder.add('tokens_output_per_query', row, mean('output'));
  builder.add('format_conformity', row, rateMeasurement(rateOfCounts(row.well_formed, row.checked)));
  const coverage = { mean: row.coverage_mean, variance: row.coverage_variance, n: row.cite_measured };
  builder.add('citation_coverage', row, shareMeasurement(meanMeasurement(coverage, all)));
  builder.add('uncited_rate', row, rateMeasurement(rateOfCounts(row.uncited, row.cite_measured)));
}
