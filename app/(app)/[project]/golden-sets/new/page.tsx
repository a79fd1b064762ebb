import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { pageContext } from '../../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../../_server/page-filter.ts';
import { FilterBar } from '../../_components/filter-bar.tsx';
import { NewGoldenSet } from './new-golden-set.tsx';

export const metadata: Metadata = { title: 'Make a golden set' };

export default async function NewGoldenSetPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/golden-sets/new');
  const sent = await searchParams;
  // A sample is for all time unless a range is chosen: the last seven days would leave most labels out.
  const isRanged = ['from', 'to', 'range'].some((name) => sent[name] !== undefined);
  const page = readPageFilter(isRanged ? sent : { ...sent, range: 'all' }, ctx.now(), ctx.project.timeZone);
  const { tz, ...filter } = page.filter;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          Make a golden set
        </Title>
        <Text size="sm" c="dimmed" maw={720}>
          Questions with what a good answer to them is. Its versions are never changed: whatever is measured
          with one can be measured again.
        </Text>
      </div>
      <NewGoldenSet
        project={project}
        filter={filter}
        filterBar={<FilterBar project={project} page={page} />}
      />
    </Stack>
  );
}
