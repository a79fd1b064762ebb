import { Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import type { Bucket, RetrievalMetric } from '#lib/quality/schema.ts';
import { openPages, pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import type { ChartDefinition } from '../_charts/chart-definition.ts';
import { ChartPage } from '../_charts/chart-page.tsx';
import { SectionNavigation } from '../_components/section-navigation.tsx';
import { DocumentsPanel } from './documents-panel.tsx';
import { MetricHelp } from './metric-help.tsx';
import { sharedSearch } from './own-params.ts';
import { RankingPanel } from './ranking-panel.tsx';
import { gradedCharts, MEASURED_CHARTS } from './retrieval-charts.ts';
import { WorstPanel } from './worst-panel.tsx';

export const metadata: Metadata = { title: 'Retrieval' };

export default async function RetrievalPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/retrieval');
  const sent = await searchParams;
  const page = readPageFilter(sent, ctx.now(), ctx.project.timeZone);
  const { groupBy, k } = page.chart;
  const panel = (id: string, charts: ChartDefinition[]) => ({
    id,
    charts,
    load: (bucket: Bucket | 'auto') =>
      retrievalSeries(ctx, page.filter, {
        bucket,
        groupBy,
        metrics: charts.flatMap(({ lines }) => lines.map(({ metric }) => metric as RetrievalMetric)),
      }),
  });
  return (
    <Stack gap="lg">
      <ChartPage
        ctx={ctx}
        page={page}
        title="Retrieval"
        path="retrieval"
        navigation={
          <SectionNavigation section="Retrieval" openPages={openPages(ctx)} search={sharedSearch(sent)} />
        }
        panels={[panel('measured', MEASURED_CHARTS), panel('graded', gradedCharts(k))]}
        more={() => [
          <WorstPanel key="worst" ctx={ctx} filter={page.filter} tz={page.chart.tz} />,
          <RankingPanel key="ranking" ctx={ctx} filter={page.filter} />,
          <DocumentsPanel key="source" ctx={ctx} filter={page.filter} by="source" />,
          <DocumentsPanel key="version" ctx={ctx} filter={page.filter} by="indexVersion" />,
        ]}
      />
      <MetricHelp />
    </Stack>
  );
}
