import { EmptyState, Stack, Text, Title } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { lexicalGaps } from '#lib/quality/queries/lexical-gaps.ts';
import type { LexicalGaps } from '#lib/quality/retrieval-report-schema.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { CsvDownload } from '../../../../_components/csv-download.tsx';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { openPages, pageContext } from '../../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../../_server/page-filter.ts';
import { PanelFault } from '../../_charts/panel-fault.tsx';
import { panelResult } from '../../_charts/panel-result.ts';
import { FilterBar } from '../../_components/filter-bar.tsx';
import { NoQueries } from '../../_components/no-queries.tsx';
import { SectionNavigation } from '../../_components/section-navigation.tsx';
import { sharedSearch } from '../own-params.ts';
import { MissedChunks } from './missed-chunks.tsx';

export const metadata: Metadata = { title: 'Lexical gaps' };

const SHOWN = 50;

export default async function LexicalGapsPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/retrieval/lexical-gaps');
  const sent = await searchParams;
  const page = readPageFilter(sent, ctx.now(), ctx.project.timeZone);
  const result = await panelResult(() => lexicalGaps(ctx, page.filter, { limit: SHOWN }));
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        Lexical gaps
      </Title>
      <SectionNavigation section="Retrieval" openPages={openPages(ctx)} search={sharedSearch(sent)} />
      <FilterBar project={project} page={page} />
      {!result.ok ? (
        <PanelFault title="Lexical gaps" message={result.message} height={320} />
      ) : result.value.lookedAt === 0 ? (
        <NoQueries
          project={project}
          path="retrieval/lexical-gaps"
          page={page}
          extent={await queriesRange(ctx)}
        />
      ) : (
        <Gaps project={project} gaps={result.value} />
      )}
    </Stack>
  );
}

function Gaps({ project, gaps }: { project: string; gaps: LexicalGaps }) {
  return (
    <>
      <Text maw={760}>
        Questions with rare words that none of their hits holds, though a known chunk does, word for word: two
        of them in one chunk, or one where it has a digit or nothing was found. A retriever that goes by
        meaning alone often misses part numbers, names and error codes; searching by words as well finds them.
        Rare is a word that stands in {gaps.rareUpTo} or fewer of the {countOf(gaps.known, 'known chunk')}.
      </Text>
      {gaps.items.length === 0 ? (
        <EmptyState icon={<IconLanguage size={40} stroke={1.4} aria-hidden />} py="xl">
          <Title order={2} size="h3" ta="center">
            No lexical gap
          </Title>
          <Text maw={520} ta="center">
            {`Looked at ${gaps.isAll ? 'all' : 'the latest'} ${countOf(gaps.lookedAt, 'question')} of this range.`}
          </Text>
        </EmptyState>
      ) : (
        <Section
          title="Chunks that were missed"
          aside={<CsvDownload title="Lexical gaps" table={csvOf(gaps)} />}
        >
          <Text size="sm">{summaryOf(gaps)}</Text>
          <MissedChunks project={project} items={gaps.items} />
        </Section>
      )}
    </>
  );
}

function summaryOf({ items, total, lookedAt, isAll }: LexicalGaps): string {
  const of = `${isAll ? '' : 'the latest '}${countOf(lookedAt, 'question')}`;
  const shown = items.length < total ? ` The first ${formatCount(items.length)} are listed.` : '';
  return `${countOf(total, 'question')} missed a chunk with their words, among ${of}.${shown}`;
}

function csvOf({ items }: LexicalGaps) {
  return {
    columns: ['question', 'asked', 'hits', 'terms', 'chunk', 'chunk_id', 'chunk_title', 'chunk_text'],
    rows: items.map(({ question, asked, hits, terms, chunk }) => [
      question,
      asked,
      hits,
      terms.map(({ term }) => term).join(' '),
      chunk.chunk,
      chunk.id,
      chunk.title,
      chunk.text,
    ]),
  };
}
