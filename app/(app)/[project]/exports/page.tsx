import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { listExports } from '#lib/export/queries/exports.ts';
import { EXCLUSIONS } from '#lib/export/schema.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import { FilterBar } from '../_components/filter-bar.tsx';
import { ExportList } from './export-list.tsx';
import { RequestExport } from './request-export.tsx';

export const metadata: Metadata = { title: 'Exports' };

export default async function ExportsPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/exports');
  const sent = await searchParams;
  // A file is for all time unless a range is chosen: here the last seven days would be a trap.
  const isRanged = ['from', 'to', 'range'].some((name) => sent[name] !== undefined);
  const page = readPageFilter(isRanged ? sent : { ...sent, range: 'all' }, ctx.now(), ctx.project.timeZone);
  const { tz, ...filter } = page.filter;
  const [exports, matching] = await Promise.all([listExports(ctx), countQueries(ctx, filter)]);
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        Exports
      </Title>
      <Stack gap="sm" component="section" aria-label="New export">
        <FilterBar project={project} page={page} />
        <RequestExport
          project={project}
          filter={filter}
          range={page.range}
          tz={page.chart.tz}
          matching={matching}
        />
        <Text size="sm" c="dimmed" maw={760}>
          OpenAI chat, one JSON object a line. The prompt is the messages as logged, or the question with the
          text of its hits. The assistant turn is the ideal answer if a reviewer wrote one, else the answer of
          a query resolved as correct; every other query is left out, and the export says how many for which
          reason.
        </Text>
      </Stack>
      <ExportList project={project} exports={exports} tz={page.chart.tz} exclusions={EXCLUSIONS} />
    </Stack>
  );
}
