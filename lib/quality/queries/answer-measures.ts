import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { rateOfCounts } from '../../statistics/rate.ts';
import {
  countMeasurement,
  meanMeasurement,
  quantileMeasurement,
  rateMeasurement,
  sumMeasurement,
} from '../measurement.ts';
import type { SeriesBuilder } from '../series-builder.ts';
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
});
type MeasureRow = z.infer<typeof measureRowSchema>;

/** Adds what needs no label: volume, errors by stage, latency, cost and tokens, from one scan of narrow columns. */
export async function addMeasures(
  ctx: Context,
  { condition, placeSql }: Slice,
  builder: SeriesBuilder,
): Promise<void> {
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
       count(q.output_tokens) AS output_counted, sum(q.output_tokens) AS output_tokens
     FROM queries AS q WHERE ${condition.where} GROUP BY start, grp`,
    condition.params,
  );
  for (const row of rows) addRow(builder, row);
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
}
