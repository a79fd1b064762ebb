import { EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { listQueues } from '#lib/labelling/queries/queues.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { openPages, pageContext } from '../../../_server/page-context.ts';
import { SectionNavigation } from '../_components/section-navigation.tsx';
import { surenessPoints } from './_components/label-effort.ts';
import { QueueList } from './_components/queue-list.tsx';

export const metadata: Metadata = { title: 'Queues' };

export default async function QueuesPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/queues');
  const queues = await listQueues(ctx);
  const mayMake = mayDo(ctx.actor, 'queues:manage');
  const makeOne = mayMake && (
    <ButtonLink
      href={`/${project}/queues/new?range=all`}
      variant={queues.length === 0 ? 'filled' : 'default'}
    >
      Make a queue
    </ButtonLink>
  );

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Queues
        </Title>
        {queues.length > 0 && makeOne}
      </Group>
      <SectionNavigation section="Labelling" openPages={openPages(ctx)} />
      {queues.length === 0 ? (
        <EmptyState icon={<IconListCheck size={40} stroke={1.4} aria-hidden />} py="xl">
          <Title order={2} size="h3">
            No queue yet
          </Title>
          <Text maw={480} ta="center">
            {`A queue is a random sample of queries that people label one after the other. From 50 labels a rate is known to within ${surenessPoints(50)} percentage points, from 200 to within ${surenessPoints(200)}.`}
          </Text>
          <Group justify="center">{makeOne || <Text>An administrator can make one.</Text>}</Group>
        </EmptyState>
      ) : (
        <>
          <QueueList
            project={project}
            queues={queues}
            timeZone={ctx.project.timeZone}
            mayLabel={mayDo(ctx.actor, 'labels:write')}
          />
          <Text size="sm">{`Times are in ${ctx.project.timeZone}. The pace is the median of active time, pauses over a minute left out.`}</Text>
        </>
      )}
    </Stack>
  );
}
