import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import type { Context } from '#lib/platform/context.ts';
import { traffic } from '#lib/quality/queries/traffic.ts';
import type { Bucket, Series } from '#lib/quality/schema.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { countOf } from '../../../_components/number-format.ts';
import type { PageFilter } from '../../../_server/page-filter.ts';
import { FilterBar } from '../_components/filter-bar.tsx';
import { HiddenLabels } from '../_components/hidden-labels.tsx';
import { NoQueries } from '../_components/no-queries.tsx';
import { ChartControls } from './chart-controls.tsx';
import type { ChartDefinition } from './chart-definition.ts';
import type { ChartContext } from './chart-of-series.ts';
import classes from './charts.module.css';
import { ChartSkeletons, Charts } from './charts.tsx';
import { fittingBucket } from './fitting-bucket.ts';
import { timeMarkers } from './time-markers.ts';

/** Charts that share a question. */
export interface ChartPanel {
  id: string;
  charts: ChartDefinition[];
  load: (bucket: Bucket | 'auto') => Promise<Series>;
}

/** A page of charts over one filter and one time axis; each panel arrives, or fails, by itself. */
export async function ChartPage(props: {
  ctx: Context;
  page: PageFilter;
  title: string;
  path: string;
  /** Between the title and the filters. */
  navigation?: ReactNode;
  panels: ChartPanel[];
  /** A sentence above the charts that has to be asked for. */
  note?: ReactNode;
  /** Panels whose questions are of another form. */
  more?: (bucket: Bucket | 'auto', context: () => Promise<ChartContext>) => ReactNode;
}) {
  const { ctx, page } = props;
  const project = ctx.project.slug;
  const { filter, chart } = page;
  // Automatic steps are never too fine, so this part of the page cannot be refused.
  const volume = await traffic(ctx, filter, { metrics: ['queries'] });
  const bucket = fittingBucket(chart.bucket, volume.range, page.notices);
  const queries = volume.buckets.reduce((sum, { n }) => sum + n, 0);
  const markers = timeMarkers(ctx, filter, volume.range);
  const context = async () => ({ project, filter, markers: await markers });
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        {props.title}
      </Title>
      {props.navigation}
      <FilterBar project={project} page={page}>
        <ChartControls bucket={bucket} groupBy={chart.groupBy ?? ''} k={chart.k} show={['split', 'k']} />
      </FilterBar>
      <HiddenLabels ctx={ctx} />
      {queries === 0 ? (
        <NoQueries project={project} path={props.path} page={page} extent={await queriesRange(ctx)} />
      ) : (
        <>
          <Text className={classes.note}>
            {countOf(queries, 'query', 'queries')}. Times in {chart.tz}. Every point opens the queries behind
            it; hollow points on grey lines rest on fewer than 30, ticks on the axis on fewer than 10, dots
            lead to a step that is not whole.
          </Text>
          {props.note === undefined ? null : (
            <Suspense fallback={<Skeleton h={44} maw={720} aria-hidden />}>{props.note}</Suspense>
          )}
          <div className={classes.grid}>
            {props.panels.map((panel) => (
              <Suspense key={panel.id} fallback={<ChartSkeletons charts={panel.charts.length} />}>
                <Charts charts={panel.charts} load={() => panel.load(bucket)} context={context} />
              </Suspense>
            ))}
            {props.more === undefined ? null : (
              <Suspense fallback={<ChartSkeletons charts={1} />}>{props.more(bucket, context)}</Suspense>
            )}
          </div>
        </>
      )}
    </Stack>
  );
}
