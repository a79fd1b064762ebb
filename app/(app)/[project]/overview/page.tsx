import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mayDo } from '#lib/auth/permissions.ts';
import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import { overview } from '#lib/quality/queries/overview.ts';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import { traffic } from '#lib/quality/queries/traffic.ts';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import { askedOnce } from '../_charts/asked-once.ts';
import { ChartControls } from '../_charts/chart-controls.tsx';
import chartClasses from '../_charts/charts.module.css';
import { ChartSkeletons, Charts } from '../_charts/charts.tsx';
import { fittingBucket } from '../_charts/fitting-bucket.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { timeMarkers } from '../_charts/time-markers.ts';
import { ZERO_HIT_CHART } from '../_charts/zero-hit-chart.ts';
import { FilterBar } from '../_components/filter-bar.tsx';
import { HiddenLabels } from '../_components/hidden-labels.tsx';
import { NoQueries } from '../_components/no-queries.tsx';
import { ChangePanel } from './change-panel.tsx';
import { FailureMixPanel } from './failure-mix-panel.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { LabelProgressPanel } from './label-progress-panel.tsx';
import classes from './overview.module.css';
import { LATENCY_CHART, TRAFFIC_CHARTS } from './overview-charts.ts';
import { QuadrantPanel } from './quadrant-panel.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/overview');
  const raw = await searchParams;
  const page = readPageFilter(raw, ctx.now(), ctx.project.timeZone);
  const { filter, chart } = page;
  // The charts below ask for themselves and stand even where this fails.
  const found = await panelResult(() => overview(ctx, filter));
  const within = found.ok ? { ...filter, from: found.value.range.from, to: found.value.range.to } : filter;
  const bucket = found.ok ? fittingBucket(chart.bucket, found.value.range, page.notices) : chart.bucket;
  const steps = { bucket };
  const shared = { project, filter: within };
  const context = askedOnce(async () => ({
    project,
    filter: within,
    markers: found.ok ? await timeMarkers(ctx, filter, found.value.range) : [],
  }));
  const zeroHitsAndLatency = askedOnce(() =>
    retrievalSeries(ctx, within, {
      ...steps,
      metrics: ['zero_hit_rate', 'zero_hit_rate_answerable', 'retrieval_p50_ms', 'retrieval_p95_ms'],
    }),
  );
  const latency = async () => {
    const [retrieval, generation] = await Promise.all([
      zeroHitsAndLatency(),
      answerSeries(ctx, within, { ...steps, metrics: ['generation_p50_ms', 'generation_p95_ms'] }),
    ]);
    return {
      ...retrieval,
      metrics: [...retrieval.metrics, ...generation.metrics],
      buckets: [...retrieval.buckets, ...generation.buckets],
    };
  };
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        Overview
      </Title>
      <FilterBar project={project} page={page}>
        <ChartControls bucket={bucket} groupBy="" k={chart.k} show={['k']} />
      </FilterBar>
      <HiddenLabels ctx={ctx} />
      {found.ok && found.value.extent !== null ? (
        <NoQueries project={project} path="overview" page={page} extent={found.value.extent} />
      ) : (
        <>
          {found.ok ? (
            <>
              <ChangePanel
                {...shared}
                changes={found.value.changes}
                queries={found.value.totals.queries}
                pageQuery={pageQuery(raw)}
              />
              <FiguresPanel {...shared} overview={found.value} />
              <div className={classes.columns}>
                <QuadrantPanel
                  {...shared}
                  quadrant={found.value.quadrant}
                  change={found.value.quadrantChange}
                />
                <div className={classes.side}>
                  <FailureMixPanel {...shared} rates={found.value.failureRates} />
                  <LabelProgressPanel
                    {...shared}
                    range={found.value.range}
                    progress={found.value.labelProgress}
                    mayQueue={mayDo(ctx.actor, 'queues:manage')}
                  />
                </div>
              </div>
            </>
          ) : (
            <PanelFault title="Figures and quadrant" message={found.message} height={560} />
          )}
          <Text className={chartClasses.note}>
            Times in {chart.tz}. Every point opens the queries behind it.
          </Text>
          <div className={chartClasses.grid}>
            <Suspense fallback={<ChartSkeletons charts={4} />}>
              <Charts charts={[ZERO_HIT_CHART]} load={zeroHitsAndLatency} context={context} />
              <Charts charts={[LATENCY_CHART]} load={latency} context={context} />
              <Charts charts={TRAFFIC_CHARTS} load={() => traffic(ctx, within, steps)} context={context} />
            </Suspense>
          </div>
        </>
      )}
    </Stack>
  );
}

/** The page's own address, so that a relative range stays one. */
function pageQuery(raw: PageSearchParams): string {
  const pairs = Object.entries(raw).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((item) => (item === undefined ? [] : [[name, item]])),
  );
  return new URLSearchParams(pairs).toString();
}
