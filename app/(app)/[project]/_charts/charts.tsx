import { Skeleton } from '@mantine/core';
import type { Series } from '#lib/quality/schema.ts';
import { TimeSeries } from '../../../_components/time-series/time-series.tsx';
import type { ChartDefinition } from './chart-definition.ts';
import { type ChartContext, chartOfSeries } from './chart-of-series.ts';
import { PanelFault } from './panel-fault.tsx';
import { panelResult } from './panel-result.ts';

export const CHART_HEIGHT = 408;

/** Charts that one question answers. If it cannot be answered, they say so, and the others go on. */
export async function Charts(props: {
  charts: ChartDefinition[];
  load: () => Promise<Series>;
  context: () => Promise<ChartContext>;
}) {
  const result = await panelResult(() => Promise.all([props.load(), props.context()]));
  return (
    <>
      {props.charts.map((chart) =>
        result.ok ? (
          <TimeSeries key={chart.id} {...chartOfSeries(result.value[0], chart, result.value[1])} />
        ) : (
          <PanelFault key={chart.id} title={chart.title} message={result.message} height={CHART_HEIGHT} />
        ),
      )}
    </>
  );
}

export function ChartSkeletons({ charts, height = CHART_HEIGHT }: { charts: number; height?: number }) {
  return Array.from({ length: charts }, (_, i) => i).map((chart) => (
    <Skeleton key={chart} h={height} radius="md" aria-hidden />
  ));
}
