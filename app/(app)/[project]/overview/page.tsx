import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import type { Overview } from '#lib/quality/overview-schema.ts';
import { overview } from '#lib/quality/queries/overview.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import { ChartControls } from '../_charts/chart-controls.tsx';
import chartClasses from '../_charts/charts.module.css';
import { fittingBucket } from '../_charts/fitting-bucket.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { timeMarkers } from '../_charts/time-markers.ts';
import { FilterBar } from '../_components/filter-bar.tsx';
import { HiddenLabels } from '../_components/hidden-labels.tsx';
import { NoQueries } from '../_components/no-queries.tsx';
import { ChangePanel } from './change-panel.tsx';
import { ChartsGrid } from './charts-grid.tsx';
import { FailureMixPanel } from './failure-mix-panel.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { LabelProgressPanel } from './label-progress-panel.tsx';
import classes from './overview.module.css';
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
            <Panels
              project={project}
              filter={within}
              found={found.value}
              pageQuery={pageQuery(raw)}
              mayQueue={mayDo(ctx.actor, 'queues:manage')}
            />
          ) : (
            <PanelFault title="Figures and quadrant" message={found.message} height={560} />
          )}
          <Text className={chartClasses.note}>
            Times in {chart.tz}. Every point opens the queries behind it.
          </Text>
          <ChartsGrid
            ctx={ctx}
            filter={within}
            bucket={bucket}
            markers={async () => (found.ok ? timeMarkers(ctx, filter, found.value.range) : [])}
          />
        </>
      )}
    </Stack>
  );
}

/** What the one question of the page answers, in its panels. */
function Panels({
  found,
  pageQuery,
  mayQueue,
  ...shared
}: {
  project: string;
  filter: Filter;
  found: Overview;
  pageQuery: string;
  mayQueue: boolean;
}) {
  return (
    <>
      <ChangePanel {...shared} changes={found.changes} queries={found.totals.queries} pageQuery={pageQuery} />
      <FiguresPanel {...shared} overview={found} />
      <div className={classes.columns}>
        <QuadrantPanel {...shared} quadrant={found.quadrant} change={found.quadrantChange} />
        <div className={classes.side}>
          <FailureMixPanel {...shared} rates={found.failureRates} />
          <LabelProgressPanel
            {...shared}
            range={found.range}
            progress={found.labelProgress}
            mayQueue={mayQueue}
          />
        </div>
      </div>
    </>
  );
}

/** The page's own address, so that a relative range stays one. */
function pageQuery(raw: PageSearchParams): string {
  const pairs = Object.entries(raw).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((item) => (item === undefined ? [] : [[name, item]])),
  );
  return new URLSearchParams(pairs).toString();
}
