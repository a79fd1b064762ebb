import { EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { checkChunks } from '#lib/quality/check-chunks.ts';
import { CHUNK_RULES, type ChunkHealth, type ChunkRule } from '#lib/quality/chunk-health-schema.ts';
import { chunkHealth } from '#lib/quality/queries/chunk-health.ts';
import { chunkList } from '#lib/quality/queries/chunk-list.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { openPages, pageContext } from '../../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../../_server/page-filter.ts';
import { PanelFault } from '../../_charts/panel-fault.tsx';
import { panelResult } from '../../_charts/panel-result.ts';
import { FilterBar } from '../../_components/filter-bar.tsx';
import { HiddenLabels } from '../../_components/hidden-labels.tsx';
import { SectionNavigation } from '../../_components/section-navigation.tsx';
import { sharedSearch } from '../own-params.ts';
import { ChunkListSection } from './chunk-list-section.tsx';
import { HealthTable } from './health-table.tsx';
import { RuleSection } from './rule-section.tsx';

export const metadata: Metadata = { title: 'Chunk health' };

/** New texts are looked at before the page is answered, for so long; the rest in the background. */
const CHECK_MS = 1200;
const LIST_LENGTH = 50;

export default async function ChunkHealthPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/retrieval/chunks');
  const sent = await searchParams;
  const page = readPageFilter(sent, ctx.now(), ctx.project.timeZone);
  const { rule, offset } = readListPage(page.rest, page.notices);
  const result = await panelResult(async () => {
    await checkChunks(ctx.stores, ctx.project.id, { budgetMs: CHECK_MS });
    return rule === undefined
      ? { health: await chunkHealth(ctx, page.filter) }
      : { list: await chunkList(ctx, page.filter, { rule, offset, limit: LIST_LENGTH }), rule };
  });
  const here = (change: Record<string, string>) =>
    `/${project}/retrieval/chunks${sharedSearch(sent, change)}`;
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        Chunk health
      </Title>
      <SectionNavigation section="Retrieval" openPages={openPages(ctx)} search={sharedSearch(sent)} />
      <FilterBar project={project} page={page} />
      <HiddenLabels ctx={ctx} />
      {!result.ok ? (
        <PanelFault title="Chunk health" message={result.message} height={320} />
      ) : result.value.health === undefined ? (
        <ChunkListSection
          rule={result.value.rule}
          list={result.value.list}
          offset={offset}
          limit={LIST_LENGTH}
          here={here}
        />
      ) : result.value.health.known === 0 && result.value.health.retrieved === 0 ? (
        <NoChunks project={project} />
      ) : (
        <Health health={result.value.health} here={here} />
      )}
    </Stack>
  );
}

function Health({ health, here }: { health: ChunkHealth; here: (change: Record<string, string>) => string }) {
  const unchecked = health.known - health.checked;
  return (
    <>
      <Text maw={760}>
        {`${countOf(health.known, 'known chunk')}: registered, or seen as a hit or candidate. ${formatCount(health.retrieved)} of them ${health.retrieved === 1 ? 'was' : 'were'} among the hits of the ${countOf(health.queries, 'query', 'queries')} of this range that found something.`}
        {unchecked > 0
          ? ` How they are cut is known of ${formatCount(health.checked)}; the others are being looked at.`
          : ''}
      </Text>
      <HealthTable health={health} here={here} />
      {health.rules
        .filter(({ count }) => count > 0)
        .map((result) => (
          <RuleSection key={result.rule} result={result} href={here({ rule: result.rule })} />
        ))}
    </>
  );
}

function NoChunks({ project }: { project: string }) {
  return (
    <EmptyState icon={<IconPuzzle size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={2} size="h3" ta="center">
        No chunk is known
      </Title>
      <Text maw={520} ta="center">
        A chunk is known once a query has it among its hits or candidates, or once it is registered with POST
        /api/v1/chunks. Registering all chunks also shows which are never retrieved.
      </Text>
      <Group justify="center">
        <ButtonLink href={`/${project}/setup`}>Set up</ButtonLink>
      </Group>
    </EmptyState>
  );
}

function readListPage(
  rest: Record<string, string>,
  notices: string[],
): { rule: ChunkRule | undefined; offset: number } {
  const rule = CHUNK_RULES.find((one) => one === rest.rule);
  if (rest.rule !== undefined && rule === undefined)
    notices.push(`rule: there is none of this name; it is one of ${CHUNK_RULES.join(', ')}.`);
  const offset = Number(rest.offset ?? 0);
  if (Number.isSafeInteger(offset) && offset >= 0 && offset <= 1_000_000) return { rule, offset };
  notices.push('offset: must be a whole number from 0 to 1,000,000; the first page is shown.');
  return { rule, offset: 0 };
}
