import { EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { listReviewers } from '#lib/labelling/queries/reviewers.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { openPages, pageContext } from '../../../_server/page-context.ts';
import { SectionNavigation } from '../_components/section-navigation.tsx';
import { ReviewerTable } from './reviewer-table.tsx';

export const metadata: Metadata = { title: 'Reviewers' };

export default async function ReviewersPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/reviewers');
  const reviewers = await listReviewers(ctx);
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        Reviewers
      </Title>
      <SectionNavigation section="Labelling" openPages={openPages(ctx)} />
      {reviewers.length === 0 ? (
        <EmptyState icon={<IconUsers size={40} stroke={1.4} aria-hidden />} py="xl">
          <Title order={2} size="h3">
            Nobody has labelled yet
          </Title>
          <Text maw={480} ta="center">
            Everyone who submits a label, here or through the API under a name, stands here with pace and
            agreement.
          </Text>
          <Group justify="center">
            <ButtonLink href={`/${project}/queues`}>See the queues</ButtonLink>
          </Group>
        </EmptyState>
      ) : (
        <>
          <Text maw={760}>
            Agreement is how often others who labelled the same query gave the same verdict, once nobody may
            still be given it. Gold are decided queries that a reviewer labelled without knowing so; right is
            the decided verdict and failure. Neither tells who is right where the guidelines are unclear.
          </Text>
          <ReviewerTable project={project} reviewers={reviewers} />
          <Text size="sm">
            Shares stand with a 95 % interval; below 10 only counts are shown, below 30 they are grey. Time
            and pace leave out pauses over a minute, and labels that came without a time.
          </Text>
        </>
      )}
    </Stack>
  );
}
