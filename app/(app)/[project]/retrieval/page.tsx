import type { Metadata } from 'next';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import type { Bucket, RetrievalMetric } from '#lib/quality/schema.ts';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import type { ChartDefinition } from '../_charts/chart-definition.ts';
import { ChartPage } from '../_charts/chart-page.tsx';
import { gradedCharts, MEASURED_CHARTS } from './retrieval-charts.ts';

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
  const page = readPageFilter(await searchParams, ctx.now(), ctx.project.timeZone);
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
    <ChartPage
      ctx={ctx}
      page={page}
      title="Retrieval"
      path="retrieval"
      panels={[panel('measured', MEASURED_CHARTS), panel('graded', gradedCharts(k))]}
    />
  );
}
