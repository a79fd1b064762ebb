import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { RETRIEVAL_RAN } from '../../query-log/labelled-queries.ts';
import { bootstrapMean } from '../../statistics/bootstrap-mean.ts';
import { type ClusterSums, meanOfClusterSums } from '../../statistics/cluster-sums.ts';
import type { MeasuredEstimate } from '../../statistics/estimate-difference.ts';
import { MAX_RESAMPLED } from '../graded-slice.ts';
import { normalInterval } from '../measurement.ts';
import { CLUSTER } from './label-rows.ts';

/** Of each query: whether it has the measure, and what it is. Names come from this table alone. */
export const MEASURES = {
  zero_hit_rate: { has: RETRIEVAL_RAN, value: 'q.zero_hit' },
  error_rate: { has: 'true', value: `q.error_stage != ''` },
  total_ms: { has: 'isNotNull(q.total_ms)', value: 'q.total_ms' },
  cost_usd: { has: 'isNotNull(q.cost_usd)', value: 'q.cost_usd' },
} as const;
export type Measure = keyof typeof MEASURES;
/** As `CLUSTER`, and cheaper to group by. */
const CLUSTER_KEY = `if(q.session_id != '', sipHash64(q.session_id), sipHash64('query', q.query_id))`;
const NAMES = Object.keys(MEASURES) as Measure[];

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? 0);
const sumsRowSchema = z.object({
  queries: number,
  ...Object.fromEntries(
    NAMES.map((name) => [name, z.tuple([number, number, number, number, number, number])]),
  ),
});

/** All measures of a slice, added up over its sessions in one scan. */
export async function clusterSums(
  ctx: Context,
  { where, params }: FilterSql,
): Promise<{ queries: number; of: Record<Measure, ClusterSums> }> {
  const perCluster = NAMES.map((name) => {
    const { has, value } = MEASURES[name];
    return `toFloat64(countIf(${has})) AS n_${name}, toFloat64(ifNull(sumIf(${value}, ${has}), 0)) AS t_${name}`;
  });
  const overall = NAMES.map(
    (name) =>
      `(countIf(n_${name} > 0), sum(n_${name}), sum(t_${name}), sum(t_${name} * t_${name}),
        sum(n_${name} * t_${name}), sum(n_${name} * n_${name})) AS ${name}`,
  );
  const [row] = await ctx.stores.queryLog.rows(
    sumsRowSchema,
    `SELECT sum(size) AS queries, ${overall.join(', ')}
     FROM (SELECT count() AS size, ${perCluster.join(', ')} FROM queries AS q WHERE ${where} GROUP BY ${CLUSTER_KEY})`,
    params,
  );
  const values = (row ?? {}) as Record<string, number[]>;
  const sumsOf = (name: Measure): ClusterSums => {
    const [clusters = 0, n = 0, total = 0, squaredTotals = 0, crossTotals = 0, squaredSizes = 0] =
      values[name] ?? [];
    return { clusters, n, total, squaredTotals, crossTotals, squaredSizes };
  };
  return {
    queries: Number(row?.queries ?? 0),
    of: Object.fromEntries(NAMES.map((name) => [name, sumsOf(name)])) as Record<Measure, ClusterSums>,
  };
}

/**
 * Mean of a measure that is no proportion: few sessions are drawn again and again (seeded bootstrap), of many the
 * linearised variance tells as much. Null without a value or with a single session.
 */
export async function measuredMean(
  ctx: Context,
  condition: FilterSql,
  measure: Measure,
  sums: ClusterSums,
): Promise<MeasuredEstimate | null> {
  const found = meanOfClusterSums(sums);
  if (found === null || found.variance === null) return null;
  const { mean, variance } = found;
  if (sums.clusters > MAX_RESAMPLED) {
    const { lower, upper } = normalInterval(mean, variance);
    return { value: mean, lower, upper, standardError: Math.sqrt(variance), size: sums.clusters };
  }
  const { interval, standardError } = bootstrapMean(await clusterMeans(ctx, condition, measure), {
    resamples: RESAMPLES,
  });
  if (interval === null || standardError === null) return null;
  return { value: mean, ...interval, standardError, size: sums.clusters };
}

const RESAMPLES = 1000;

const clusterRowSchema = z.object({ cluster: z.string(), value: z.number(), weight: z.number() });

function clusterMeans(ctx: Context, { where, params }: FilterSql, measure: Measure) {
  const { has, value } = MEASURES[measure];
  return ctx.stores.queryLog.rows(
    clusterRowSchema,
    `SELECT ${CLUSTER} AS cluster, avg(${value}) AS value, count() AS weight
     FROM queries AS q WHERE ${where} AND ${has} GROUP BY cluster`,
    params,
  );
}
