import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { EXPORT_FORMATS } from '#lib/export/encoders/registry.ts';
import { EXCLUSIONS } from '#lib/export/exclusions.ts';
import { LIST_LENGTH, listExports } from '#lib/export/queries/exports.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import { FilterBar } from '../_components/filter-bar.tsx';
import { ExportList } from './export-list.tsx';
import { NewExport } from './new-export.tsx';

/** The list is read again every two seconds while an export runs. */
const LIST_SHOWN = 20;

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
  const shown = Math.min(Number(page.rest.limit) || LIST_SHOWN, LIST_LENGTH);
  const exports = await listExports(ctx, shown + 1);
  const formats = EXPORT_FORMATS.map(({ id, title, purpose, needs, hasPrompt }) => ({
    id,
    title,
    purpose,
    needs,
    hasPrompt,
  }));
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          Exports
        </Title>
        <Text size="sm" c="dimmed" maw={760}>
          Labelled queries as files to train or evaluate with. Choose what they are for; below it stands what
          they would hold and what speaks against using them, before anything is written.{' '}
          {exports.length === 0 ? null : (
            <TextLink href="#exports-heading" size="sm" underline="always">
              Exports so far
            </TextLink>
          )}
        </Text>
      </div>
      <FilterBar project={project} page={page} />
      <NewExport
        project={project}
        filter={filter}
        formats={formats}
        exclusions={EXCLUSIONS}
        asked={page.rest.as}
      />
      <ExportList
        project={project}
        exports={exports.slice(0, shown)}
        hasMore={exports.length > shown && shown < LIST_LENGTH}
        tz={page.chart.tz}
        titles={Object.fromEntries(formats.map(({ id, title }) => [id, title]))}
        exclusions={EXCLUSIONS}
      />
    </Stack>
  );
}
