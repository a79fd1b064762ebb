import { Stack, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { toSearchParams } from '#lib/query-log/filter.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import { FilterBar } from '../_components/filter-bar.tsx';
import { HiddenLabels } from '../_components/hidden-labels.tsx';
import { NoQueries } from '../_components/no-queries.tsx';
import { QueryList } from './query-list.tsx';
import { readListPage } from './read-list-page.ts';

export const metadata: Metadata = { title: 'Queries' };

export default async function QueriesPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/queries');
  const page = readPageFilter(await searchParams, ctx.now(), ctx.project.timeZone);
  const list = await readListPage(ctx, page);
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        Queries
      </Title>
      <FilterBar project={project} page={page} />
      <HiddenLabels ctx={ctx} />
      {list.total === 0 ? (
        <NoQueries project={project} path="queries" page={page} extent={await queriesRange(ctx)} />
      ) : (
        <QueryList
          project={project}
          list={list}
          tz={page.chart.tz}
          apiQuery={toSearchParams(page.filter).toString()}
          isOpenEnded={page.filter.to === undefined}
          may={{
            queue: mayDo(ctx.actor, 'queues:manage'),
            tag: mayDo(ctx.actor, 'queries:tag'),
            delete: mayDo(ctx.actor, 'queries:delete'),
            export: mayDo(ctx.actor, 'exports:manage'),
          }}
        />
      )}
    </Stack>
  );
}
