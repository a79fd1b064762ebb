import { EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { listDisputes } from '#lib/labelling/queries/disputes.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { openPages, pageContext } from '../../../_server/page-context.ts';
import type { PageSearchParams } from '../../../_server/page-filter.ts';
import { SectionNavigation } from '../_components/section-navigation.tsx';
import { DisputeList } from './dispute-list.tsx';
import { DISPUTES_SHOWN, decidedBefore, disputePath } from './dispute-words.ts';

export const metadata: Metadata = { title: 'Adjudicate' };

export default async function AdjudicatePage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/adjudicate');
  const decided = decidedBefore((await searchParams).decided);
  const { items, total, hidden } = await listDisputes(ctx, { limit: DISPUTES_SHOWN });
  const [first] = items;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Adjudicate
        </Title>
        {first !== undefined && (
          <ButtonLink href={disputePath(project, first.queryId, 0)}>Decide the first</ButtonLink>
        )}
      </Group>
      <SectionNavigation section="Labelling" openPages={openPages(ctx)} />
      {decided > 0 && (
        <Text role="status">{`You have decided ${countOf(decided, 'query', 'queries')}.`}</Text>
      )}
      {hidden > 0 && (
        <Text size="sm" role="note">
          {`${countOf(hidden, 'query waits', 'queries wait')} for a decision and may still be given to you to label, so what others said is hidden from you until then.`}
        </Text>
      )}
      {first === undefined ? (
        <EmptyState icon={<IconScale size={40} stroke={1.4} aria-hidden />} py="xl">
          <Title order={2} size="h3">
            Nothing to decide
          </Title>
          <Text maw={520} ta="center">
            A query comes here once all its reviewers have submitted and differ in verdict, failure or by two
            in a grade, or when one of them flags it.
          </Text>
          <Group justify="center">
            <ButtonLink href={`/${project}/agreement`} variant="default">
              See how far reviewers agree
            </ButtonLink>
          </Group>
        </EmptyState>
      ) : (
        <>
          <Text maw={760}>
            {`${countOf(total, 'query waits', 'queries wait')} for a decision, the one that waits longest first. What you decide is what charts, exports and gold items use; the reviewers’ own labels stay.`}
          </Text>
          <DisputeList project={project} disputes={items} timeZone={ctx.project.timeZone} />
          <Text size="sm">
            {items.length < total ? `The first ${formatCount(items.length)} are listed. ` : ''}
            {`Times are in ${ctx.project.timeZone}.`}
          </Text>
        </>
      )}
    </Stack>
  );
}
