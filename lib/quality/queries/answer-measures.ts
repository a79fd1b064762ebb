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
import type { QualityMetric } from '../schema.ts';
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
const NO_QUANTILES = '(NULL, NULL)';

interface Part {
  metrics: readonly QualityMetric[];
  /** By the name of the column: its SQL, and what stands there when none of the metrics is wanted. */
  columns: Record<string, readonly [sql: string, unwanted: string]>;
}

/** What each metric needs of the scan: columns that nothing needs are not read. */
const PARTS: readonly Part[] = [
  {
    metrics: ['generation_p50_ms', 'generation_p95_ms'],
    columns: {
      generated: ['count(q.generation_ms)', '0'],
      generation: ['quantilesExactInclusive(0.5, 0.95)(q.generation_ms)', NO_QUANTILES],
    },
  },
  {
    metrics: ['total_p50_ms', 'total_p95_ms'],
    columns: {
      timed: ['count(q.total_ms)', '0'],
      total: ['quantilesExactInclusive(0.5, 0.95)(q.total_ms)', NO_QUANTILES],
    },
  },
  {
    metrics: ['cost_usd_sum', 'cost_usd_per_query', 'cost_usd_per_correct'],
    columns: {
      priced: ['count(q.cost_usd)', '0'],
      cost: ['sum(q.cost_usd)', 'NULL'],
      cost_mean: ['avg(q.cost_usd)', 'NULL'],
      cost_variance: ['if(priced > 1, varSamp(q.cost_usd), NULL)', 'NULL'],
    },
  },
  tokens('input'),
  tokens('output'),
  {
    metrics: ['format_conformity'],
    columns: { checked: ['count(q.format_ok)', '0'], well_formed: ['countIf(q.format_ok)', '0'] },
  },
  {
    metrics: ['citation_coverage', 'uncited_rate'],
    columns: {
      cite_measured: ['countIf(q.answer_sentences > 0)', '0'],
      uncited: ['countIf(q.answer_sentences > 0 AND q.linked_sentences = 0)', '0'],
      coverage_mean: [`if(cite_measured > 0, avgIf(${COVERAGE}, q.answer_sentences > 0), NULL)`, 'NULL'],
      coverage_variance: [
        `if(cite_measured > 1, varSampIf(${COVERAGE}, q.answer_sentences > 0), NULL)`,
        'NULL',
      ],
    },
  },
];

function tokens(side: 'input' | 'output'): Part {
  const column = `q.${side}_tokens`;
  return {
    metrics: [`tokens_${side}_sum`, `tokens_${side}_per_query`],
    columns: {
      [`${side}_counted`]: [`count(${column})`, '0'],
      [`${side}_tokens`]: [`sum(${column})`, 'NULL'],
      [`${side}_mean`]: [`avg(${column})`, 'NULL'],
      [`${side}_variance`]: [`if(${side}_counted > 1, varSamp(${column}), NULL)`, 'NULL'],
    },
  };
}

/**
 * Adds what needs no label: volume, errors by stage, latency, cost, tokens, form and citations, from one scan of
 * narrow columns. Answers the cost of each place.
 */
export async function addMeasures(
  ctx: Context,
  { condition, placeSql }: Slice,
  builder: SeriesBuilder,
): Promise<ReadonlyMap<string, PlaceCost>> {
  const columns = PARTS.flatMap(({ metrics, columns: own }) => {
    const isWanted = builder.wants(...metrics);
    return Object.entries(own).map(([name, [sql, unwanted]]) => `${isWanted ? sql : unwanted} AS ${name}`);
  });
  const rows = await ctx.stores.queryLog.rows(
    measureRowSchema,
    `SELECT ${placeSql}, count() AS all, countIf(q.error_stage != '') AS errors,
       countIf(q.error_stage = 'retrieval') AS retrieval_errors,
       countIf(q.error_stage = 'generation') AS generation_errors, ${columns.join(', ')}
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
