import { Suspense } from 'react';
import type { Context } from '#lib/platform/context.ts';
import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import { traffic } from '#lib/quality/queries/traffic.ts';
import type { Bucket } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import type { TimeMarker } from '../../../_components/time-series/series.ts';
import { askedOnce } from '../_charts/asked-once.ts';
import chartClasses from '../_charts/charts.module.css';
import { ChartSkeletons, Charts } from '../_charts/charts.tsx';
import { ZERO_HIT_CHART } from '../_charts/zero-hit-chart.ts';
import { LATENCY_CHART, TRAFFIC_CHARTS } from './overview-charts.ts';

/** The range over time. Two of the charts share a question, and all share the markers. */
export function ChartsGrid({
  ctx,
  filter,
  bucket,
  markers,
}: {
  ctx: Context;
  filter: Filter;
  bucket: Bucket | 'auto';
  markers: () => Promise<TimeMarker[]>;
}) {
  const steps = { bucket };
  const context = askedOnce(async () => ({ project: ctx.project.slug, filter, markers: await markers() }));
  const zeroHitsAndLatency = askedOnce(() =>
    retrievalSeries(ctx, filter, {
      ...steps,
      metrics: ['zero_hit_rate', 'zero_hit_rate_answerable', 'retrieval_p50_ms', 'retrieval_p95_ms'],
    }),
  );
  const latency = async () => {
    const [retrieval, generation] = await Promise.all([
      zeroHitsAndLatency(),
      answerSeries(ctx, filter, { ...steps, metrics: ['generation_p50_ms', 'generation_p95_ms'] }),
    ]);
    return {
      ...retrieval,
      metrics: [...retrieval.metrics, ...generation.metrics],
      buckets: [...retrieval.buckets, ...generation.buckets],
    };
  };
  return (
    <div className={chartClasses.grid}>
      <Suspense fallback={<ChartSkeletons charts={4} />}>
        <Charts charts={[ZERO_HIT_CHART]} load={zeroHitsAndLatency} context={context} />
        <Charts charts={[LATENCY_CHART]} load={latency} context={context} />
        <Charts charts={TRAFFIC_CHARTS} load={() => traffic(ctx, filter, steps)} context={context} />
      </Suspense>
    </div>
  );
}
