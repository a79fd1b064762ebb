import type { Metadata } from 'next';
import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import type { AnswerMetric, Bucket } from '#lib/quality/schema.ts';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import type { ChartDefinition } from '../_charts/chart-definition.ts';
import { ChartPage } from '../_charts/chart-page.tsx';
import { JUDGED_CHARTS, MEASURED_CHARTS } from './answer-charts.ts';
import { CostLine } from './cost-line.tsx';
import { DetailPanel } from './detail-panel.tsx';
import { FormatPanel } from './format-panel.tsx';
import { ScorePanel } from './score-panel.tsx';

export const metadata: Metadata = { title: 'Answers' };

export default async function AnswersPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/answers');
  const page = readPageFilter(await searchParams, ctx.now(), ctx.project.timeZone);
  const { groupBy } = page.chart;
  const panel = (id: string, charts: ChartDefinition[]) => ({
    id,
    charts,
    load: (bucket: Bucket | 'auto') =>
      answerSeries(ctx, page.filter, {
        bucket,
        groupBy,
        metrics: charts.flatMap(({ lines }) => lines.map(({ metric }) => metric as AnswerMetric)),
      }),
  });
  return (
    <ChartPage
      ctx={ctx}
      page={page}
      title="Answers"
      path="answers"
      panels={[panel('judged', JUDGED_CHARTS), panel('measured', MEASURED_CHARTS)]}
      note={<CostLine ctx={ctx} filter={page.filter} />}
      more={(bucket, context) => [
        <DetailPanel key="details" ctx={ctx} filter={page.filter} />,
        <FormatPanel key="format" ctx={ctx} filter={page.filter} tz={page.chart.tz} />,
        <ScorePanel key="scores" ctx={ctx} bucket={bucket} context={context} />,
      ]}
    />
  );
}
