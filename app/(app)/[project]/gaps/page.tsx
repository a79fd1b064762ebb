import { EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { gapParamsSchema } from '#lib/quality/gap-schema.ts';
import { listGaps } from '#lib/quality/queries/gaps.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { ButtonLink, TextLink } from '../../../_components/text-link.tsx';
import { pageContext } from '../../../_server/page-context.ts';
import type { PageSearchParams } from '../../../_server/page-filter.ts';
import { HiddenLabels } from '../_components/hidden-labels.tsx';
import { SavedViews } from '../_components/saved-views.tsx';
import { GapCard } from './gap-card.tsx';
import { gapTable } from './gap-table.ts';
import { RefreshGaps } from './refresh-gaps.tsx';

export const metadata: Metadata = { title: 'Knowledge gaps' };

/** So many are shown at first. */
const SHOWN = 25;
const STATE_WORDS = { open: 'Open', closed: 'Closed', all: 'All' } as const;
type ShownState = keyof typeof STATE_WORDS;

export default async function GapsPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/gaps');
  const { state: wanted, limit } = await searchParams;
  const parsed = gapParamsSchema.shape.state.safeParse(wanted);
  const state = parsed.data ?? 'open';
  const [gaps, extent] = await Promise.all([
    listGaps(ctx, { state, limit: limit === 'all' ? 500 : SHOWN }),
    queriesRange(ctx),
  ]);
  const mayAssign = mayDo(ctx.actor, 'gaps:assign');
  const counts = { open: gaps.open, closed: gaps.closed, all: gaps.open + gaps.closed };
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Knowledge gaps
        </Title>
        <Group gap="xs" align="flex-start">
          {mayAssign ? <RefreshGaps project={project} /> : null}
          {gaps.items.length === 0 ? null : (
            <CsvDownload title="Knowledge gaps" table={gapTable(gaps.items)} />
          )}
          <SavedViews project={project} />
        </Group>
      </Group>
      {parsed.success ? null : (
        <Text size="sm" role="status">
          state: there are open, closed and all gaps; the open ones are shown.
        </Text>
      )}
      <HiddenLabels ctx={ctx} />
      {counts.all === 0 ? (
        <NoGaps project={project} hasQueries={extent.count > 0} />
      ) : (
        <>
          <Text maw={760}>
            Questions that found nothing, or whose answer a reviewer labelled as missing knowledge, together
            with their other wordings. A gap closes when a replay of it retrieves well, or when the next two
            people who ask are served; it opens again by itself when it recurs.
          </Text>
          <StateLinks project={project} state={state} counts={counts} />
          {gaps.items.length === 0 ? (
            <NoGapsOf state={state} />
          ) : (
            <Stack gap="sm">
              {gaps.items.map((gap) => (
                <GapCard
                  key={gap.id}
                  project={project}
                  gap={gap}
                  people={gaps.people}
                  mayAssign={mayAssign}
                  tz={ctx.project.timeZone}
                />
              ))}
            </Stack>
          )}
          {gaps.items.length < gaps.total ? (
            <Text size="sm">
              The {countOf(gaps.items.length, 'gap')} asked most, of {formatCount(gaps.total)}.{' '}
              {limit === 'all' ? (
                'The API has them all: GET /api/v1/gaps.'
              ) : (
                <TextLink href={`/${project}/gaps?state=${state}&limit=all`} inherit underline="always">
                  Show all
                </TextLink>
              )}
            </Text>
          ) : null}
        </>
      )}
    </Stack>
  );
}

function StateLinks(props: { project: string; state: ShownState; counts: Record<ShownState, number> }) {
  return (
    <Group component="nav" aria-label="State of the gaps" gap={4}>
      {(['open', 'closed', 'all'] as const).map((one) => (
        <ButtonLink
          key={one}
          href={`/${props.project}/gaps?state=${one}`}
          size="compact-md"
          variant={one === props.state ? 'light' : 'subtle'}
          color={one === props.state ? 'blue' : 'gray'}
          {...(one === props.state ? { 'aria-current': 'page' } : {})}
        >
          {`${STATE_WORDS[one]} (${formatCount(props.counts[one])})`}
        </ButtonLink>
      ))}
    </Group>
  );
}

/** There are gaps, but none in this state. */
function NoGapsOf({ state }: { state: ShownState }) {
  return (
    <EmptyState icon={<IconBulb size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={2} size="h3">
        {state === 'open' ? 'No gap is open' : 'No gap is closed yet'}
      </Title>
    </EmptyState>
  );
}

function NoGaps({ project, hasQueries }: { project: string; hasQueries: boolean }) {
  return (
    <EmptyState icon={<IconBulb size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={2} size="h3" ta="center">
        {hasQueries ? 'No gap is known' : 'No queries yet'}
      </Title>
      <Text maw={520} ta="center">
        {hasQueries
          ? 'No query found nothing, and no answer is labelled as missing knowledge. Gaps are looked for every ten minutes.'
          : 'Send the first queries of your application; what they ask in vain is gathered here.'}
      </Text>
      <Group justify="center">
        <ButtonLink href={`/${project}/${hasQueries ? 'queries?zeroHit=true&range=all' : 'setup'}`}>
          {hasQueries ? 'See queries with zero hits' : 'Set up'}
        </ButtonLink>
      </Group>
    </EmptyState>
  );
}
